import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";
import { getCannedReply } from "./get-canned-reply.ts";

/** @throws DomainError not found. */
export async function deleteCannedReply(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  const { name, body } = await getCannedReply(scope, id);
  const { count } = await db.cannedReply.deleteMany({ where: { tenantId: tenant.id, id } });
  if (count === 0) throw notFound("canned reply");
  await recordAuditEvent(scope, {
    ...{ action: "canned_reply.deleted", subject: "canned_reply", id, before: { name, body } },
  });
}
