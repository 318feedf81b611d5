import type { Prisma } from "../../db/index.ts";
import type { CannedReply } from "./schemas.ts";

export const CANNED_REPLY_COLUMNS = {
  ...{ id: true, name: true, body: true, createdAt: true, updatedAt: true },
} as const satisfies Prisma.CannedReplySelect;

export const cannedReplyView = ({
  createdAt,
  updatedAt,
  ...row
}: Prisma.CannedReplyGetPayload<{ select: typeof CANNED_REPLY_COLUMNS }>): CannedReply => ({
  ...row,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
