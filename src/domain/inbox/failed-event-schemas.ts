import { z } from "@hono/zod-openapi";
import { pageFields } from "../page-fields.ts";

/** Characters of a body that are shown. */
export const SHOWN = 10_000;

export const FailedEvent = z
  .object({
    id: z.uuid(),
    kind: z.enum(["message", "status", "device", "submission"]),
    device: z.object({ id: z.uuid(), label: z.string().nullable() }),
    receivedAt: z.iso.datetime(),
    failedAt: z.iso.datetime(),
    reason: z.string(),
    contentType: z.string(),
    body: z.string().openapi({ description: "Its first 10,000 characters, without secrets." }),
    bodyLength: z.int().openapi({ description: "Characters." }),
  })
  .openapi("FailedEvent");
export type FailedEvent = z.infer<typeof FailedEvent>;

export const FailedEventQuery = z.strictObject(pageFields(20)).openapi("FailedEventQuery");
export type FailedEventQuery = z.infer<typeof FailedEventQuery>;

export const FailedEventMeta = z
  .object({ nextCursor: z.string().nullable() })
  .openapi("FailedEventMeta");
export type FailedEventMeta = z.infer<typeof FailedEventMeta>;
