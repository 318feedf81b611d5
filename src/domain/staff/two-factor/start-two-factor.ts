import type { TenantScope } from "../../../db/index.ts";
import { newTotpSeed, totpUri } from "../../../infra/totp.ts";
import { conflict } from "../../errors.ts";
import type { Secrets } from "../../keys/key-ring.ts";
import { confirmPassword } from "../confirm-identity.ts";
import type { EnterTenant } from "../enter-tenant.ts";
import type { TwoFactorEnrolment } from "./schemas.ts";

/** Of an enrolment while two-factor login is on. */
export const alreadyOn = () =>
  conflict("TWO_FACTOR_ON", "Two-factor login is on. Turn it off before you set it up anew.");

/**
 * Makes a secret for somebody's authenticator app. It is asked for once it is confirmed; until then
 * a new start replaces it.
 * @throws DomainError conflict TWO_FACTOR_ON, forbidden WRONG_PASSWORD, too_many.
 */
export async function startTwoFactor(
  enter: EnterTenant,
  secrets: Secrets,
  staffId: string,
  currentPassword: string,
): Promise<TwoFactorEnrolment> {
  const { email, tenantId } = await confirmPassword(enter, staffId, currentPassword);
  const secret = newTotpSeed();
  const sealed = await secrets.seal(tenantId, "totp_credentials.seed_sealed", secret);
  const issuer = await enter(async (scope) => {
    if (!(await keep(scope, staffId, sealed))) throw alreadyOn();
    return scope.tenant.name;
  });
  return { secret, uri: totpUri(secret, issuer, email) };
}

async function keep({ db, tenant, now }: TenantScope, staffId: string, sealed: string) {
  const kept = await db.$executeRaw`
    INSERT INTO totp_credentials AS t (tenant_id, staff_id, seed_sealed, created_at)
    VALUES (${tenant.id}::uuid, ${staffId}::uuid, ${sealed}, ${now})
    ON CONFLICT (tenant_id, staff_id)
      DO UPDATE SET (seed_sealed, created_at) = (excluded.seed_sealed, excluded.created_at)
      WHERE t.confirmed_at IS NULL`;
  return kept === 1;
}
