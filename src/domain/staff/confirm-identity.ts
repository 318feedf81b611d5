import { DomainError } from "../errors.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { attempt, lockOf } from "./attempt-lock.ts";
import type { EnterTenant } from "./enter-tenant.ts";
import { type Account, holdAccount } from "./hold-account.ts";
import { checkPassword } from "./password.ts";
import { checkSecondFactor } from "./two-factor/check-second-factor.ts";
import type { SecondFactor } from "./two-factor/schemas.ts";

/** Of a code that is wrong, past its time or used. */
export const wrongCode = () =>
  new DomainError("forbidden", "WRONG_CODE", "The code is wrong or was used.");

/**
 * Asks somebody who is logged in for their password, so that a stolen access token is not enough.
 * @throws DomainError forbidden WRONG_PASSWORD, too_many ACCOUNT_LOCKED after five wrong ones.
 */
export async function confirmPassword(
  enter: EnterTenant,
  staffId: string,
  password: string,
): Promise<Account & { tenantId: string }> {
  const { account, tenantId } = await enter(async (scope) => ({
    account: await holdAccount(scope, staffId),
    tenantId: scope.tenant.id,
  }));
  const good = await attempt(enter, lockOf.password(staffId), async () => ({
    good: await checkPassword(password, account?.passwordHash ?? null, tenantId),
    staffId,
  }));
  if (account && good) return { ...account, tenantId };
  throw new DomainError("forbidden", "WRONG_PASSWORD", "The current password is wrong.");
}

/**
 * Asks somebody who is logged in for a second factor.
 * @throws DomainError forbidden WRONG_CODE, too_many ACCOUNT_LOCKED after five wrong ones.
 */
export async function confirmSecondFactor(
  enter: EnterTenant,
  secrets: Secrets,
  staffId: string,
  factor: SecondFactor,
): Promise<void> {
  const good = await attempt(enter, lockOf.code(staffId), async () => ({
    good: await checkSecondFactor(enter, secrets, staffId, factor),
    staffId,
  }));
  if (!good) throw wrongCode();
}
