import { z } from "@hono/zod-openapi";
import { Message } from "../conversations/schemas.ts";
import { Lead } from "../leads/schemas.ts";
import { pageFields } from "../page-fields.ts";
import { text } from "../text.ts";

const INBOX_BOXES = ["all", "mine", "unassigned", "awaiting", "overdue"] as const;
export type InboxBox = (typeof INBOX_BOXES)[number];

export const InboxQuery = z.strictObject({
  box: z.enum(INBOX_BOXES).default("all").openapi({
    description:
      "All that one may see, one's own, nobody's, those who wait for an answer, or of these whose answer is overdue.",
  }),
  q: text(100).optional().openapi({ description: "Part of the name or of the phone number." }),
  ...pageFields(30),
});
export type InboxQuery = z.infer<typeof InboxQuery>;

const instant = z.iso.datetime();

export const InboxEntry = Lead.pick({
  ...{ id: true, name: true, phone: true, whatsappLid: true, status: true, assignee: true },
  ...{ lastActivityAt: true },
})
  .extend({
    awaitingSince: instant.nullable().openapi({
      description: "Since when nobody of the staff has answered; null when somebody has.",
    }),
    replyDueAt: instant.nullable().openapi({
      description: "By the dealership's target, counted in opening hours.",
    }),
    isOverdue: z.boolean(),
    lastMessage: Message.pick({ id: true, direction: true, kind: true, status: true, sentAt: true })
      .extend({ text: z.string().openapi({ description: "The first 120 characters." }) })
      .nullable(),
    conversationId: z.uuid().nullable().openapi({ description: "The latest." }),
    device: z.object({ id: z.uuid(), label: z.string() }).nullable().openapi({
      description: "Which of the dealership's numbers the latest conversation is with.",
    }),
    car: z.object({ id: z.uuid(), title: z.string() }).nullable().openapi({
      description: "Which car the latest conversation is about, as far as it is known.",
    }),
  })
  .openapi("InboxEntry");
export type InboxEntry = z.infer<typeof InboxEntry>;
