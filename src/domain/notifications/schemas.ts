import { z } from "@hono/zod-openapi";
import { CHANNELS, NOTIFICATION_KINDS } from "../inbox/inbox-settings.ts";

const NOTIFICATION_STATUSES = ["queued", "sending", "sent", "failed", "doubtful"] as const;

export const NotificationQuery = z.strictObject({
  status: z.enum(["failed", "doubtful"]).optional().openapi({
    description: "Of everybody, for whoever manages the inbox; of one's own for others.",
  }),
});
export type NotificationQuery = z.infer<typeof NotificationQuery>;

export const Notification = z
  .object({
    id: z.uuid(),
    staff: z.object({ id: z.uuid(), name: z.string() }),
    kind: z.enum(NOTIFICATION_KINDS),
    channel: z.enum(CHANNELS).openapi({ description: "The way it goes or went." }),
    status: z.enum(NOTIFICATION_STATUSES).openapi({
      description: "doubtful: it may have been sent, and is not sent again.",
    }),
    attempts: z.int(),
    lastError: z
      .string()
      .nullable()
      .openapi({ description: "What went wrong last, or why it goes by e-mail instead." }),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
  })
  .openapi("Notification");
export type Notification = z.infer<typeof Notification>;
