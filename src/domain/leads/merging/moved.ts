import { z } from "zod";

const ids = z.array(z.uuid()).default([]);
const value = z.string().nullable();
const waiting = z.strictObject({
  ...{ awaitingSince: value, replyDueAt: value, remindedAt: value, escalatedAt: value },
});
export type Waiting = z.infer<typeof waiting>;

/**
 * What a merge keeps so that it can be undone: which rows moved, and of the leads' columns the values
 * before. Instants are in ISO 8601. A person's words stay in the merged lead's own row.
 */
export const Moved = z.strictObject({
  conversations: ids,
  enquiries: ids,
  notes: ids,
  tasks: ids,
  subscriptions: ids,
  holds: ids,
  purchases: ids,
  events: ids,
  /** Leads that were merged into the merged one before. */
  aliases: ids,
  /** Messages of the merged lead in conversations that did not move. */
  messages: ids,
  /** Messages of the kept lead in conversations that moved. */
  keptMessages: ids,
  /** Columns of the kept lead that were empty. */
  filled: z.array(z.enum(["name", "email"])).default([]),
  /** How many tags the kept lead had. */
  tags: z.int().default(20),
  /** Columns of the kept lead, before and after. */
  changed: z
    .partialRecord(
      z.enum([
        ...["firstInboundAt", "firstReplyAt", "lastInboundAt", "lastActivityAt"],
        ...["optedOutAt", "autoAnsweredAt", "assigneeId", "assignedAt"],
      ] as const),
      z.tuple([value, value]),
    )
    .default({}),
  /** Who waited for an answer since when: of both before, and of the kept lead after. */
  waiting: z.strictObject({ kept: waiting, merged: waiting, after: value }).optional(),
});
export type Moved = z.infer<typeof Moved>;
export type MovedRows = Pick<
  Moved,
  | "conversations"
  | "enquiries"
  | "notes"
  | "tasks"
  | "subscriptions"
  | "holds"
  | "purchases"
  | "events"
  | "aliases"
  | "messages"
  | "keptMessages"
>;
