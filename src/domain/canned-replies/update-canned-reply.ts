import { type TenantScope, uniqueViolation } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";
import { cannedReplyExists } from "./canned-reply-exists.ts";
import { CANNED_REPLY_COLUMNS, cannedReplyView } from "./canned-reply-view.ts";
import { getCannedReply } from "./get-canned-reply.ts";
import type { CannedReply, CannedReplyChange } from "./schemas.ts";

/** @throws DomainError not found, or conflict CANNED_REPLY_EXISTS for a name in use. */
export async function updateCannedReply(
  scope: TenantScope,
  id: string,
  change: CannedReplyChange,
): Promise<CannedReply> {
  const { db, tenant, now } = scope;
  const before = await getCannedReply(scope, id);
  const [row] = await db.cannedReply
    .updateManyAndReturn({
      where: { tenantId: tenant.id, id },
      data: { ...change, updatedAt: now },
      select: CANNED_REPLY_COLUMNS,
    })
    .catch((error: unknown) => {
      throw uniqueViolation(error) === "name" ? cannedReplyExists() : error;
    });
  if (!row) throw notFound("canned reply");
  await recordAuditEvent(scope, {
    ...{ action: "canned_reply.updated", subject: "canned_reply", id },
    ...{ before: { ...before }, after: { ...row } },
  });
  return cannedReplyView(row);
}
