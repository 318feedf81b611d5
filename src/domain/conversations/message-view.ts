import type { Prisma } from "../../db/index.ts";
import type { Message } from "./schemas.ts";

/** What of a message's row staff may see. */
export const MESSAGE_COLUMNS = {
  id: true,
  conversationId: true,
  direction: true,
  kind: true,
  body: true,
  mediaUrl: true,
  mediaFilename: true,
  latitude: true,
  longitude: true,
  author: { select: { id: true, name: true } },
  sentAt: true,
  status: true,
  statusAt: true,
  failureReason: true,
  scheduledAt: true,
  quotedMessageId: true,
  carId: true,
  automatic: true,
  media: {
    select: { id: true, status: true, contentType: true, bytes: true, filename: true },
  },
} as const satisfies Prisma.MessageSelect;

type MessageRow = Prisma.MessageGetPayload<{ select: typeof MESSAGE_COLUMNS }>;

export const messageView = (row: MessageRow): Message => ({
  ...row,
  direction: row.direction as Message["direction"],
  kind: row.kind as Message["kind"],
  sentAt: row.sentAt.toISOString(),
  status: row.status as Message["status"],
  statusAt: row.statusAt?.toISOString() ?? null,
  scheduledAt: row.scheduledAt?.toISOString() ?? null,
  automatic: row.automatic as Message["automatic"],
  media: row.media && {
    ...row.media,
    status: row.media.status as NonNullable<Message["media"]>["status"],
  },
});
