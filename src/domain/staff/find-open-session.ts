import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";

/** The id of the login whose next refresh token this is; null when it is not good. */
export async function findOpenSession(
  { db, tenant, now }: TenantScope,
  refreshToken: string,
): Promise<string | null> {
  const token = await db.refreshToken.findUnique({
    where: {
      tenantId_tokenHash: { tenantId: tenant.id, tokenHash: hashToken(refreshToken) },
      ...{ usedAt: null, session: { revokedAt: null, expiresAt: { gt: now } } },
    },
    select: { sessionId: true },
  });
  return token?.sessionId ?? null;
}
