import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { DomainError } from "../../errors.ts";
import type { Secrets } from "../../keys/key-ring.ts";
import { confirmPassword, confirmSecondFactor } from "../confirm-identity.ts";
import type { EnterTenant } from "../enter-tenant.ts";
import type { StaffActor } from "../find-actor.ts";
import { assertTwoFactorOn } from "./assert-two-factor-on.ts";
import { removeTwoFactor } from "./remove-two-factor.ts";
import type { SecondFactor } from "./schemas.ts";

/**
 * Turns somebody's own two-factor login off.
 * @throws DomainError forbidden TWO_FACTOR_REQUIRED where an owner asks it of the role, forbidden
 * WRONG_PASSWORD or WRONG_CODE, conflict TWO_FACTOR_OFF, too_many ACCOUNT_LOCKED.
 */
export async function disableTwoFactor(
  enter: EnterTenant,
  secrets: Secrets,
  { id: staffId, twoFactor }: StaffActor,
  { currentPassword, factor }: { currentPassword: string; factor: SecondFactor },
): Promise<void> {
  if (twoFactor.required) {
    throw new DomainError(
      "forbidden",
      "TWO_FACTOR_REQUIRED",
      "Your role may not work without two-factor login.",
    );
  }
  await enter((scope) => assertTwoFactorOn(scope, staffId));
  await confirmPassword(enter, staffId, currentPassword);
  await confirmSecondFactor(enter, secrets, staffId, factor);
  await enter(async (scope) => {
    await assertTwoFactorOn(scope, staffId);
    await removeTwoFactor(scope, staffId);
    await recordAuditEvent(scope, { action: "two_factor.disabled", subject: "staff", id: staffId });
  });
}
