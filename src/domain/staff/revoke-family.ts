import type { TenantScope } from "../../db/index.ts";

/** Ends one login: none of its refresh tokens is good any more. */
export async function revokeFamily(scope: TenantScope, familyId: string): Promise<void> {
  await scope.db.refreshToken.updateMany({
    where: { tenantId: scope.tenant.id, familyId, revokedAt: null },
    data: { revokedAt: scope.now },
  });
}
