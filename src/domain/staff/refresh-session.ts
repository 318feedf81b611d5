import type { TenantScope } from "../../db/index.ts";
import type { AccessTokens } from "../../infra/access-tokens.ts";
import { hashToken } from "../../infra/secrets.ts";
import { openSession } from "./open-session.ts";
import { revokeFamily } from "./revoke-family.ts";
import type { Session } from "./schemas.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

/**
 * Exchanges a refresh token for a new session. A token used before was stolen or replayed: its
 * whole family is revoked.
 * @returns null when the token is not good; what it revoked is committed with the caller's scope.
 */
export async function refreshSession(
  scope: TenantScope,
  tokens: AccessTokens,
  refreshToken: string,
): Promise<Session | null> {
  const { db, tenant, now, log } = scope;
  const key = { tenantId: tenant.id, tokenHash: hashToken(refreshToken) };
  const used = await db.refreshToken.updateManyAndReturn({
    where: { ...key, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
    select: { familyId: true, staffId: true },
  });
  const current = used[0];
  if (!current) {
    const known = await db.refreshToken.findUnique({
      where: { tenantId_tokenHash: key },
      select: { familyId: true, staffId: true, usedAt: true },
    });
    if (known?.usedAt) {
      log.warn({ staff: known.staffId, family: known.familyId }, "refresh token used twice");
      await revokeFamily(scope, known.familyId);
    }
    return null;
  }
  const staff = await db.staff.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id: current.staffId }, status: "active" },
    select: STAFF_COLUMNS,
  });
  return staff && openSession(scope, tokens, staffView(staff), current.familyId);
}
