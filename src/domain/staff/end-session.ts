import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";
import type { StaffActor } from "./find-actor.ts";
import { revokeSession } from "./revoke-session.ts";

/**
 * Ends one of one's own logins; one that has ended stays so.
 * @throws DomainError not found.
 */
export async function endSession(scope: TenantScope, actor: StaffActor, id: string): Promise<void> {
  const { db, tenant } = scope;
  const session = await db.session.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id }, staffId: actor.id },
    select: { revokedAt: true },
  });
  if (!session) throw notFound("session");
  if (session.revokedAt) return;
  await revokeSession(scope, id);
  await recordAuditEvent(scope, { action: "session.revoked", subject: "session", id });
}
