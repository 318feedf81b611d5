import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { DomainError } from "../errors.ts";
import { clearAttempts, lockOf } from "./attempt-lock.ts";
import type { EnterTenant } from "./enter-tenant.ts";
import type { PasswordReset } from "./password-reset-schemas.ts";
import { revokeSessionsOf } from "./revoke-session.ts";
import { setPasswordByLink } from "./set-password-by-link.ts";
import { voidLinks } from "./staff-links.ts";

const notGood = () =>
  new DomainError(
    "not_found",
    "RESET_LINK_NOT_FOUND",
    "This link is not known, used or past its end. Ask for a new one.",
  );

/**
 * Sets a new password by a link that was mailed. It ends every login of that person, lifts the
 * lock of failed ones, and voids the other links. The link is good once and for an hour.
 * @throws DomainError not found RESET_LINK_NOT_FOUND, invalid, busy.
 */
export const resetPassword = (enter: EnterTenant, reset: PasswordReset): Promise<void> =>
  setPasswordByLink(enter, reset, {
    ...{ purpose: "password_reset", status: "active", notGood },
    andThen: async (scope, staff) => {
      const sessionsEnded = await revokeSessionsOf(scope, staff.id);
      await clearAttempts(scope, lockOf.login(staff.email));
      await clearAttempts(scope, lockOf.password(staff.id));
      await voidLinks(scope, staff.id);
      await recordAuditEvent(scope, {
        ...{ action: "password.reset", subject: "staff", id: staff.id },
        after: { sessionsEnded },
      });
    },
  });
