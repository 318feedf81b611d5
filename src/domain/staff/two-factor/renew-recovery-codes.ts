import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import type { Secrets } from "../../keys/key-ring.ts";
import { confirmSecondFactor } from "../confirm-identity.ts";
import type { EnterTenant } from "../enter-tenant.ts";
import { assertTwoFactorOn } from "./assert-two-factor-on.ts";
import { replaceRecoveryCodes } from "./replace-recovery-codes.ts";
import type { RecoveryCodes } from "./schemas.ts";

/**
 * Replaces somebody's recovery codes; the new ones are told this once.
 * @throws DomainError conflict TWO_FACTOR_OFF, forbidden WRONG_CODE, too_many ACCOUNT_LOCKED.
 */
export async function renewRecoveryCodes(
  enter: EnterTenant,
  secrets: Secrets,
  staffId: string,
  code: string,
): Promise<RecoveryCodes> {
  await enter((scope) => assertTwoFactorOn(scope, staffId));
  await confirmSecondFactor(enter, secrets, staffId, { code });
  return enter(async (scope) => {
    await assertTwoFactorOn(scope, staffId);
    const event = { action: "two_factor.codes_renewed", subject: "staff", id: staffId } as const;
    await recordAuditEvent(scope, event);
    return replaceRecoveryCodes(scope, staffId);
  });
}
