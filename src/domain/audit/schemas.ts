import { z } from "@hono/zod-openapi";
import { periodFields } from "../leads/period.ts";
import { pageFields } from "../page-fields.ts";
import { AUDIT_ACTIONS, AUDIT_ACTORS, AUDIT_SUBJECTS } from "./vocabulary.ts";

const id = z.uuid("must be a UUID").optional();

export const AuditQuery = z.strictObject({
  action: z.enum(AUDIT_ACTIONS).optional(),
  actorKind: z.enum(AUDIT_ACTORS).optional(),
  actorId: id.openapi({ description: "Of a member of staff or an API key." }),
  subjectType: z.enum(AUDIT_SUBJECTS).optional(),
  subjectId: id.openapi({ description: "Of a car, a lead and so on." }),
  requestId: z
    .string()
    .regex(/^[A-Za-z0-9._-]{8,64}$/, "must be a request id: 8 to 64 letters, digits, . _ and -")
    .optional()
    .openapi({ description: "As X-Request-Id tells it." }),
  ...periodFields,
  ...pageFields(20),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

const State = z
  .record(z.string(), z.unknown())
  .nullable()
  .openapi({ description: "Secrets stand as [secret], a buyer's personal data as [personal]." });

export const AuditEvent = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.object({
      kind: z.enum(AUDIT_ACTORS),
      id: z.uuid().nullable(),
      name: z.string().nullable().openapi({ description: "As the actor was called then." }),
    }),
    action: z.enum(AUDIT_ACTIONS),
    subject: z.object({ type: z.enum(AUDIT_SUBJECTS), id: z.uuid().nullable() }),
    before: State,
    after: State,
    ip: z.string().nullable(),
    device: z.string().nullable().openapi({ description: "What the client calls itself." }),
    requestId: z.string().nullable(),
  })
  .openapi("AuditEvent", {
    description: "Before and after hold what differs, where there was something before.",
  });
export type AuditEvent = z.infer<typeof AuditEvent>;

export const AuditPageMeta = z
  .object({ limit: z.int(), nextCursor: z.string().nullable() })
  .openapi("AuditPageMeta");
