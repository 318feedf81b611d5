import { z } from "@hono/zod-openapi";
import { template } from "../templates/template.ts";
import { line } from "../text.ts";

const name = line(80).openapi({ example: "Alamat" });
const body = template(4_000);

export const NewCannedReply = z.strictObject({ name, body }).openapi("NewCannedReply");
export type NewCannedReply = z.infer<typeof NewCannedReply>;

export const CannedReplyChange = z
  .strictObject({ name: name.optional(), body: body.optional() })
  .refine((change) => Object.keys(change).length > 0, "must name something to change")
  .openapi("CannedReplyChange");
export type CannedReplyChange = z.infer<typeof CannedReplyChange>;

export const CannedReply = z
  .object({
    id: z.uuid(),
    name: z.string(),
    body: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("CannedReply");
export type CannedReply = z.infer<typeof CannedReply>;

const id = z.uuid("must be a UUID").optional();

export const CannedReplySubject = z
  .strictObject({
    conversationId: id,
    leadId: id,
    carId: id.openapi({ description: "Instead of the car that the person asks about." }),
  })
  .refine(
    ({ conversationId, leadId }) => (conversationId === undefined) !== (leadId === undefined),
    { path: ["leadId"], error: "is needed, or conversationId, and not both" },
  )
  .openapi("CannedReplySubject");
export type CannedReplySubject = z.infer<typeof CannedReplySubject>;

export const RenderedReply = z.object({ text: z.string() }).openapi("RenderedReply");
