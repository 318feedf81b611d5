import type { AccessTokens } from "../../infra/access-tokens.ts";
import { DomainError } from "../errors.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { attempt, lockOf } from "./attempt-lock.ts";
import type { EnterTenant } from "./enter-tenant.ts";
import { getStaff } from "./get-staff.ts";
import { holdAccount } from "./hold-account.ts";
import { type OpenedSession, openSession } from "./open-session.ts";
import { checkSecondFactor } from "./two-factor/check-second-factor.ts";
import type { SecondFactor } from "./two-factor/schemas.ts";

/** Of a challenge that is not known, past its end, or older than a change of the password. */
export const invalidChallenge = () =>
  new DomainError("unauthenticated", "INVALID_CHALLENGE", "Log in again, with the password first.");

/**
 * The second step of a login, for somebody whose password was right.
 * @param claims what a good challenge says.
 * @throws DomainError unauthenticated INVALID_CHALLENGE or INVALID_CODE, too_many ACCOUNT_LOCKED.
 */
export async function completeLogIn(
  enter: EnterTenant,
  { tokens, secrets }: { tokens: AccessTokens; secrets: Secrets },
  { staffId, issuedAt }: { staffId: string; issuedAt: Date },
  factor: SecondFactor,
): Promise<OpenedSession> {
  const isStale = (changedAt: Date | null) => changedAt !== null && changedAt > issuedAt;
  const before = await enter((scope) => holdAccount(scope, staffId));
  if (!before || isStale(before.passwordChangedAt)) throw invalidChallenge();
  const good = await attempt(enter, lockOf.code(staffId), async () => ({
    good: await checkSecondFactor(enter, secrets, staffId, factor),
    staffId,
  }));
  if (!good) {
    throw new DomainError("unauthenticated", "INVALID_CODE", "The code is wrong or was used.");
  }
  return enter(async (scope) => {
    const account = await holdAccount(scope, staffId);
    if (!account || isStale(account.passwordChangedAt)) throw invalidChallenge();
    return openSession(scope, tokens, await getStaff(scope, staffId));
  });
}
