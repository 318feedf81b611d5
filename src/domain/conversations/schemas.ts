import { z } from "@hono/zod-openapi";
import { text } from "../text.ts";

const DIRECTIONS = ["inbound", "outbound"] as const;
const MESSAGE_KINDS = [
  "text",
  "button",
  "media",
  "location",
  "poll",
  "car_card",
  "submission",
] as const;
/** How far an outbound message came; "recorded" was sent from the phone and written down. */
const MESSAGE_STATUSES = [
  "recorded",
  "scheduled",
  "queued",
  "held",
  "sending",
  "doubtful",
  "sent",
  "delivered",
  "read",
  "failed",
  "cancelled",
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];
export const MEDIA_STATUSES = ["pending", "stored", "refused", "lost"] as const;
/** Why the system wrote a message by itself. */
const AUTOMATIC_REASONS = [
  ...(["greeting", "out_of_hours", "opt_out", "opt_in"] as const),
  /** Asks the owner of a number to confirm a subscription, and says what became of it. */
  ...(["subscription_request", "subscribed", "unsubscribed"] as const),
  /** What a subscriber wanted to hear. */
  ...(["price_drop", "back_in_stock"] as const),
] as const;
export type AutomaticReason = (typeof AUTOMATIC_REASONS)[number];
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
    status: z.enum(MESSAGE_STATUSES).nullable().openapi({
      description:
        "Of an outbound message. Doubtful: it may or may not have been sent, as the process or the connection broke in between; resend it or mark it as sent.",
    }),
    statusAt: z.iso.datetime().nullable(),
    failureReason: z.string().nullable(),
    scheduledAt: z.iso.datetime().nullable(),
    quotedMessageId: z.uuid().nullable(),
    carId: z.uuid().nullable().openapi({ description: "Of a car card." }),
    automatic: z.enum(AUTOMATIC_REASONS).nullable().openapi({
      description: "Why the system wrote it by itself; null when a person did.",
    }),
    media: z
      .object({
        id: z.uuid(),
        status: z.enum(MEDIA_STATUSES),
        contentType: z.string().nullable(),
        bytes: z.int().nullable(),
        filename: z.string().nullable(),
      })
      .nullable(),
  })
  .openapi("Message");
export type Message = z.infer<typeof Message>;

export const NewReply = z.strictObject({ body: text(LONGEST_MESSAGE) }).openapi("NewReply");

export const Reply = z.object({ id: z.uuid(), leadId: z.uuid() }).openapi("Reply");
export type Reply = z.infer<typeof Reply>;

/** Characters; what the gateway takes. */
const LONGEST_SENT = 60_000;
/** What the staff may hand over to be sent: exactly one of a text, a file or a car. */
export const NewMessage = z
  .strictObject({
    body: text(LONGEST_SENT).optional().openapi({ description: "The text, or a file's caption." }),
    mediaId: z.uuid("must be a UUID").optional().openapi({ description: "Of an uploaded file." }),
    carId: z.uuid("must be a UUID").optional().openapi({
      description: "Of a car card: its text, price and photo are those of the moment of sending.",
    }),
    quotedMessageId: z.uuid("must be a UUID").optional().openapi({
      description: "A message of the person, in this conversation, which this one answers.",
    }),
    scheduledAt: z.iso.datetime({ offset: true }).max(40).optional().openapi({
      description: "When to send it, 60 days ahead at the most; at once unless told.",
    }),
  })
  .refine(({ body, mediaId, carId }) => body || mediaId || carId, {
    path: ["body"],
    message: "is required unless there is a mediaId or a carId",
  })
  .refine(({ carId, mediaId, body }) => !carId || !(mediaId || body), {
    path: ["carId"],
    message: "goes alone: a car card has its own text and photo",
  })
  .openapi("NewMessage");
export type NewMessage = z.infer<typeof NewMessage>;

export const NewConversation = z
  .strictObject({
    deviceId: z.uuid("must be a UUID").optional().openapi({
      description: "From which number; the first that can send unless told.",
    }),
  })
  .openapi("NewConversation");

export const Conversation = z
  .object({ id: z.uuid(), leadId: z.uuid(), deviceId: z.uuid() })
  .openapi("OpenedConversation");
export type Conversation = z.infer<typeof Conversation>;
