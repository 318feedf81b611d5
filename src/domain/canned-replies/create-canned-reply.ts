import { type TenantScope, uniqueViolation } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict } from "../errors.ts";
import { cannedReplyExists } from "./canned-reply-exists.ts";
import { CANNED_REPLY_COLUMNS, cannedReplyView } from "./canned-reply-view.ts";
import type { CannedReply, NewCannedReply } from "./schemas.ts";

/** Of one dealership: a list that is shown whole, and searched by eye. */
export const MOST_CANNED_REPLIES = 200;

/** @throws DomainError conflict CANNED_REPLY_EXISTS for a name in use, CANNED_REPLIES_FULL at 200. */
export async function createCannedReply(
  scope: TenantScope,
  reply: NewCannedReply,
): Promise<CannedReply> {
  const { db, tenant, actor, now } = scope;
  // Of several at once each counts those before it.
  await db.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended('canned_replies:' || ${tenant.id}, 0))`;
  const count = await db.cannedReply.count({ where: { tenantId: tenant.id } });
  if (count >= MOST_CANNED_REPLIES) {
    throw conflict("CANNED_REPLIES_FULL", `There are ${MOST_CANNED_REPLIES} already.`);
  }
  const createdById = actor.kind === "staff" ? actor.id : null;
  const row = await db.cannedReply
    .create({
      data: { ...reply, ...{ tenantId: tenant.id, createdById, createdAt: now, updatedAt: now } },
      select: CANNED_REPLY_COLUMNS,
    })
    .catch((error: unknown) => {
      throw uniqueViolation(error) === "name" ? cannedReplyExists() : error;
    });
  await recordAuditEvent(scope, {
    ...{ action: "canned_reply.created", subject: "canned_reply", id: row.id, after: reply },
  });
  return cannedReplyView(row);
}
