import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { DomainError } from "../errors.ts";
import { clearAttempts, lockOf } from "./attempt-lock.ts";
import type { EnterTenant } from "./enter-tenant.ts";
import { getStaff } from "./get-staff.ts";
import { assertNotOwnEmail, hashPassword } from "./password.ts";
import type { PasswordReset } from "./password-reset-schemas.ts";
import { revokeSessionsOf } from "./revoke-session.ts";
import { findLink, spendLink, voidLinks } from "./staff-links.ts";

const notGood = () =>
  new DomainError(
    "not_found",
    "RESET_LINK_NOT_FOUND",
    "This link is not known, used or past its end. Ask for a new one.",
  );

/**
 * Sets a new password by a link that was mailed. It ends every login of that person, lifts the
 * lock of failed ones, and voids the other links. The link is good once and for an hour; only a
 * good one is worth the work of hashing a password.
 * @throws DomainError not found RESET_LINK_NOT_FOUND, invalid, busy.
 */
export async function resetPassword(
  enter: EnterTenant,
  { token, password }: PasswordReset,
): Promise<void> {
  const tenantId = await enter(async (scope) => {
    const link = await findLink(scope, token, "password_reset");
    if (!link) throw notGood();
    const { email } = await getStaff(scope, link.staffId);
    assertNotOwnEmail("password", password, email);
    return scope.tenant.id;
  });
  const passwordHash = await hashPassword(password, tenantId);
  await enter(async (scope) => {
    const { db, now } = scope;
    const link = await spendLink(scope, token, "password_reset");
    const changed =
      link &&
      (await db.staff.updateManyAndReturn({
        where: { tenantId, id: link.staffId, status: "active" },
        data: { passwordHash, passwordChangedAt: now },
        select: { id: true, email: true },
      }));
    const staff = changed?.[0];
    if (!staff) throw notGood();
    const sessionsEnded = await revokeSessionsOf(scope, staff.id);
    await clearAttempts(scope, lockOf.login(staff.email));
    await clearAttempts(scope, lockOf.password(staff.id));
    await voidLinks(scope, staff.id);
    await recordAuditEvent(scope, {
      ...{ action: "password.reset", subject: "staff", id: staff.id },
      after: { sessionsEnded },
    });
  });
}
