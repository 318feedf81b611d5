import { carTitle } from "../cars/car-view.ts";
import type { InboxEntry } from "./inbox-schemas.ts";

type LastMessage = NonNullable<InboxEntry["lastMessage"]>;

export interface InboxRow {
  /** What the list is ordered by. */
  at: Date;
  id: string;
  name: string | null;
  phone: string | null;
  whatsappLid: string | null;
  status: InboxEntry["status"];
  assigneeId: string | null;
  assigneeName: string | null;
  lastActivityAt: Date;
  awaitingSince: Date | null;
  replyDueAt: Date | null;
  messageId: string | null;
  direction: LastMessage["direction"];
  kind: LastMessage["kind"];
  text: string;
  sentAt: Date;
  messageStatus: LastMessage["status"];
  conversationId: string | null;
  deviceId: string | null;
  deviceLabel: string;
  carId: string | null;
  brand: string;
  model: string;
  variant: string | null;
  year: number;
}

export function inboxEntryView(row: InboxRow, now: Date): InboxEntry {
  const { id, name, phone, whatsappLid, status, conversationId, awaitingSince, replyDueAt } = row;
  const { assigneeId, messageId, deviceId, carId } = row;
  return {
    ...{ id, name, phone, whatsappLid, status, conversationId },
    assignee: assigneeId === null ? null : { id: assigneeId, name: row.assigneeName ?? "" },
    lastActivityAt: row.lastActivityAt.toISOString(),
    awaitingSince: awaitingSince?.toISOString() ?? null,
    replyDueAt: replyDueAt?.toISOString() ?? null,
    isOverdue: awaitingSince !== null && replyDueAt !== null && replyDueAt <= now,
    lastMessage: messageId === null ? null : lastMessageView(messageId, row),
    device: deviceId === null ? null : { id: deviceId, label: row.deviceLabel },
    car: carId === null ? null : { id: carId, title: carTitle(row) },
  };
}

const lastMessageView = (
  id: string,
  { direction, kind, text, sentAt, messageStatus: status }: InboxRow,
): LastMessage => ({ id, direction, kind, text, sentAt: sentAt.toISOString(), status });
