import type { TenantScope } from "../../db/index.ts";
import type { AccessTokens } from "../../infra/access-tokens.ts";
import { hashToken, newToken } from "../../infra/secrets.ts";
import type { Session, StaffMember } from "./schemas.ts";

const REFRESH_DAYS = 30;

/**
 * Gives a staff member an access token and a refresh token. Refresh tokens of one login form a
 * family, which is revoked as one.
 */
export async function openSession(
  scope: TenantScope,
  tokens: AccessTokens,
  staff: StaffMember,
  familyId: string = crypto.randomUUID(),
): Promise<Session> {
  const refreshToken = newToken();
  await scope.db.refreshToken.deleteMany({
    where: { tenantId: scope.tenant.id, staffId: staff.id, expiresAt: { lt: scope.now } },
  });
  await scope.db.refreshToken.create({
    data: {
      tenantId: scope.tenant.id,
      staffId: staff.id,
      familyId,
      tokenHash: hashToken(refreshToken),
      expiresAt: new Date(scope.now.getTime() + REFRESH_DAYS * 86_400_000),
    },
    select: { id: true },
  });
  const accessToken = await tokens.sign(staff.id, scope.tenant.id);
  return { accessToken, expiresIn: tokens.lifetime, refreshToken, staff };
}
