import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";
import { revokeFamily } from "./revoke-family.ts";

/** Ends the login that a refresh token belongs to. An unknown token is no error. */
export async function logOut(scope: TenantScope, refreshToken: string): Promise<void> {
  const tenantId = scope.tenant.id;
  const known = await scope.db.refreshToken.findUnique({
    where: { tenantId_tokenHash: { tenantId, tokenHash: hashToken(refreshToken) } },
    select: { familyId: true },
  });
  if (known) await revokeFamily(scope, known.familyId);
}
