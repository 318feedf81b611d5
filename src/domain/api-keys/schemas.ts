import { z } from "@hono/zod-openapi";
import { pageFields } from "../page-fields.ts";
import { API_KEY_SCOPES } from "../staff/permissions.ts";
import { text } from "../text.ts";

/** Requests a minute; ten times what a member of staff has. */
export const HIGHEST_RATE = 6_000;

const instant = z.iso.datetime();
const Scope = z.enum(API_KEY_SCOPES).openapi("ApiKeyScope");

export const ApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().openapi({ description: "The key begins with alk_, this and _." }),
    scopes: z.array(Scope).openapi({ description: "Empty: the public site alone." }),
    requestsPerMinute: z.int(),
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable().openapi({ description: "To the minute." }),
    revokedAt: instant.nullable(),
    createdAt: instant,
    createdBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    replaces: z.uuid().nullable().openapi({ description: "The key that this one was made for." }),
  })
  .openapi("ApiKey");
export type ApiKey = z.infer<typeof ApiKey>;

export const IssuedApiKey = ApiKey.extend({
  key: z.string().openapi({ description: "Shown this once. Sent as Authorization: Bearer …" }),
}).openapi("IssuedApiKey");
export type IssuedApiKey = z.infer<typeof IssuedApiKey>;

export const NewApiKey = z
  .strictObject({
    name: text(120),
    scopes: z
      .array(Scope)
      .max(API_KEY_SCOPES.length)
      .transform((scopes) => [...new Set(scopes)]),
    requestsPerMinute: z.int().min(1).max(HIGHEST_RATE).default(600),
    expiresAt: z.iso
      .datetime({ offset: true, message: "must be an instant such as 2027-12-01T10:00:00+07:00" })
      .max(40)
      .refine((value) => /^20\d\d-/.test(value), "must be in this century")
      .optional()
      .openapi({ description: "In the future. Without it the key stays good until revoked." }),
  })
  .openapi("NewApiKey");
export type NewApiKey = z.infer<typeof NewApiKey>;

export const ApiKeyRotation = z
  .strictObject({
    overlapHours: z
      .int()
      .min(0)
      .max(720)
      .default(24)
      .openapi({ description: "How long the former key stays good beside the new one." }),
  })
  .openapi("ApiKeyRotation");

export const ApiKeyQuery = z.strictObject({
  ...pageFields(100),
  cursor: z
    .uuid("must be a UUID")
    .optional()
    .openapi({ description: "meta.nextCursor of the page before." }),
});
export type ApiKeyQuery = z.infer<typeof ApiKeyQuery>;

export const ApiKeyPageMeta = z
  .object({ limit: z.int(), nextCursor: z.uuid().nullable() })
  .openapi("ApiKeyPageMeta");
