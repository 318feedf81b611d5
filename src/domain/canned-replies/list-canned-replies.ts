import type { TenantScope } from "../../db/index.ts";
import { CANNED_REPLY_COLUMNS, cannedReplyView } from "./canned-reply-view.ts";
import { MOST_CANNED_REPLIES } from "./create-canned-reply.ts";
import type { CannedReply } from "./schemas.ts";

/** All of the dealership's canned replies, by name. */
export async function listCannedReplies({ db, tenant }: TenantScope): Promise<CannedReply[]> {
  const rows = await db.cannedReply.findMany({
    where: { tenantId: tenant.id },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST_CANNED_REPLIES,
    select: CANNED_REPLY_COLUMNS,
  });
  return rows.map(cannedReplyView);
}
