import { totpStep } from "../../../infra/totp.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { conflict } from "../../errors.ts";
import type { Secrets } from "../../keys/key-ring.ts";
import { attempt, lockOf } from "../attempt-lock.ts";
import { wrongCode } from "../confirm-identity.ts";
import type { EnterTenant } from "../enter-tenant.ts";
import type { StaffActor } from "../find-actor.ts";
import { lockStaff } from "../lock-staff.ts";
import { revokeSessionsOf } from "../revoke-session.ts";
import { replaceRecoveryCodes } from "./replace-recovery-codes.ts";
import type { RecoveryCodes } from "./schemas.ts";
import { alreadyOn } from "./start-two-factor.ts";

/**
 * Turns two-factor login on by the first code of the authenticator app; all other logins end.
 * @returns the recovery codes, told this once.
 * @throws DomainError conflict TWO_FACTOR_NOT_STARTED or TWO_FACTOR_ON, forbidden WRONG_CODE,
 * too_many ACCOUNT_LOCKED.
 */
export async function confirmTwoFactor(
  enter: EnterTenant,
  secrets: Secrets,
  { id: staffId, sessionId }: StaffActor,
  code: string,
): Promise<RecoveryCodes> {
  const { credential, tenantId, now } = await enter(async ({ db, tenant, now }) => ({
    ...{ now, tenantId: tenant.id },
    credential: await db.totpCredential.findUnique({
      where: { tenantId_staffId: { tenantId: tenant.id, staffId } },
      select: { seedSealed: true, createdAt: true, confirmedAt: true },
    }),
  }));
  if (!credential) {
    throw conflict("TWO_FACTOR_NOT_STARTED", "Ask for a secret before you confirm it.");
  }
  const { seedSealed, createdAt, confirmedAt } = credential;
  if (confirmedAt) throw alreadyOn();
  const seed = await secrets.open(tenantId, "totp_credentials.seed_sealed", seedSealed);
  const step = totpStep(seed, code, now);
  const good = await attempt(enter, lockOf.code(staffId), async () => ({
    ...{ good: step !== null, staffId },
  }));
  if (!good) throw wrongCode();
  return enter(async (scope) => {
    // A login under way is over before, and ended below, or meets the second factor.
    await lockStaff(scope, staffId);
    const { count } = await scope.db.totpCredential.updateMany({
      where: { tenantId, staffId, createdAt, confirmedAt: null },
      data: { confirmedAt: scope.now, lastUsedStep: step },
    });
    if (count === 0) throw alreadyOn();
    await revokeSessionsOf(scope, staffId, sessionId);
    await recordAuditEvent(scope, { action: "two_factor.enabled", subject: "staff", id: staffId });
    return replaceRecoveryCodes(scope, staffId);
  });
}
