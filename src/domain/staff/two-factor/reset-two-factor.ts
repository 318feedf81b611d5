import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { forbidden, notFound } from "../../errors.ts";
import { clearAttempts, lockOf } from "../attempt-lock.ts";
import { getStaff } from "../get-staff.ts";
import { revokeSessionsOf } from "../revoke-session.ts";
import { removeTwoFactor } from "./remove-two-factor.ts";

/**
 * Takes away the second factor that somebody else has lost, and ends all their logins.
 * @throws DomainError not found, forbidden for one's own.
 */
export async function resetTwoFactor(scope: TenantScope, staffId: string): Promise<void> {
  await getStaff(scope, staffId);
  if ("id" in scope.actor && scope.actor.id === staffId) {
    throw forbidden("Turn your own two-factor login off by a code.");
  }
  if (!(await removeTwoFactor(scope, staffId))) throw notFound("second factor");
  await clearAttempts(scope, lockOf.code(staffId));
  const sessionsEnded = await revokeSessionsOf(scope, staffId);
  await recordAuditEvent(scope, {
    ...{ action: "two_factor.disabled", subject: "staff", id: staffId },
    after: { sessionsEnded },
  });
}
