import { z } from "@hono/zod-openapi";
import { text } from "../text.ts";

const DIRECTIONS = ["inbound", "outbound"] as const;
const MESSAGE_KINDS = ["text", "button", "media", "location", "poll"] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Characters; WhatsApp's own limit of a message. */
export const LONGEST_MESSAGE = 65_536;

export const Message = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid(),
    direction: z.enum(DIRECTIONS),
    kind: z.enum(MESSAGE_KINDS),
    body: z.string(),
    mediaUrl: z.string().nullable().openapi({ description: "The gateway's, good for 30 minutes." }),
    mediaFilename: z.string().nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    author: z.object({ id: z.uuid(), name: z.string() }).nullable().openapi({
      description: "Who of the staff wrote it; null for the person's and a key's own.",
    }),
    sentAt: z.iso.datetime().openapi({ description: "By the gateway's clock." }),
  })
  .openapi("Message");
export type Message = z.infer<typeof Message>;

export const NewReply = z.strictObject({ body: text(LONGEST_MESSAGE) }).openapi("NewReply");

export const Reply = z.object({ id: z.uuid(), leadId: z.uuid() }).openapi("Reply");
export type Reply = z.infer<typeof Reply>;
