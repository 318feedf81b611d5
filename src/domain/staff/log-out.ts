import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { revokeSession } from "./revoke-session.ts";

/** Ends the login that a refresh token belongs to. An unknown token is no error. */
export async function logOut(scope: TenantScope, refreshToken: string): Promise<void> {
  const tenantId = scope.tenant.id;
  const known = await scope.db.refreshToken.findUnique({
    where: { tenantId_tokenHash: { tenantId, tokenHash: hashToken(refreshToken) } },
    select: { session: { select: { id: true, staffId: true, revokedAt: true } } },
  });
  if (!known || known.session.revokedAt) return;
  const { id, staffId } = known.session;
  await revokeSession(scope, id);
  await recordAuditEvent(scope, {
    ...{ action: "session.closed", subject: "session", id },
    after: { staffId },
  });
}
