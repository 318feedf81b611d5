import type { TenantScope } from "../../db/index.ts";
import type { AccessTokens } from "../../infra/access-tokens.ts";
import { hashToken } from "../../infra/secrets.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { issueTokens, type OpenedSession, sessionEnd } from "./open-session.ts";
import { revokeSession } from "./revoke-session.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

/** Days after which a token that was used is forgotten, and no longer known as stolen. */
const REMEMBERED_DAYS = 30;

/**
 * Exchanges a refresh token for the next tokens of its session. A token used before was stolen or
 * replayed: its whole session ends.
 * @returns null when the token is not good; what it revoked is committed with the caller's scope.
 */
export async function refreshSession(
  scope: TenantScope,
  tokens: AccessTokens,
  refreshToken: string,
): Promise<OpenedSession | null> {
  const { db, tenant, now, origin } = scope;
  const tenantId = tenant.id;
  const tokenHash = hashToken(refreshToken);
  const used = await db.refreshToken.updateManyAndReturn({
    where: { tenantId, tokenHash, usedAt: null },
    data: { usedAt: now },
    select: { sessionId: true },
  });
  const sessionId = used[0]?.sessionId;
  if (!sessionId) {
    await endIfReused(scope, tokenHash);
    return null;
  }
  const sessions = await db.session.updateManyAndReturn({
    where: { tenantId, id: sessionId, revokedAt: null, expiresAt: { gt: now } },
    data: { lastUsedAt: now, expiresAt: sessionEnd(now), ip: origin.ip, device: origin.device },
    select: { staffId: true },
  });
  const session = sessions[0];
  if (!session) return null;
  const forgotten = new Date(now.getTime() - REMEMBERED_DAYS * 86_400_000);
  await db.refreshToken.deleteMany({ where: { tenantId, sessionId, usedAt: { lt: forgotten } } });
  const staff = await db.staff.findUnique({
    where: { tenantId_id: { tenantId, id: session.staffId }, status: "active" },
    select: STAFF_COLUMNS,
  });
  return staff && issueTokens(scope, tokens, staffView(staff), sessionId);
}

async function endIfReused(scope: TenantScope, tokenHash: Uint8Array<ArrayBuffer>): Promise<void> {
  const { db, tenant, log } = scope;
  const known = await db.refreshToken.findUnique({
    where: { tenantId_tokenHash: { tenantId: tenant.id, tokenHash } },
    select: { session: { select: { id: true, staffId: true, revokedAt: true } } },
  });
  if (!known || known.session.revokedAt) return;
  const { id, staffId } = known.session;
  log.warn({ staff: staffId, session: id }, "refresh token used twice");
  await revokeSession(scope, id);
  await recordAuditEvent(scope, {
    ...{ action: "session.token_reused", subject: "session", id },
    after: { staffId },
  });
}
