import type { AccessTokens } from "../../infra/access-tokens.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict, invalid } from "../errors.ts";
import { confirmPassword } from "./confirm-identity.ts";
import type { EnterTenant } from "./enter-tenant.ts";
import { getStaff } from "./get-staff.ts";
import { type OpenedSession, openSession } from "./open-session.ts";
import { assertNotOwnEmail, hashPassword } from "./password.ts";
import { revokeSessionsOf } from "./revoke-session.ts";
import type { PasswordChange } from "./schemas.ts";

/**
 * Changes somebody's own password. It ends all their logins, everywhere, and opens a fresh one for
 * the caller; links to choose a password are no good any more.
 * @throws DomainError forbidden WRONG_PASSWORD, invalid, too_many, busy, conflict PASSWORD_CHANGED
 * when it was changed by another call meanwhile.
 */
export async function changePassword(
  enter: EnterTenant,
  tokens: AccessTokens,
  staffId: string,
  { currentPassword, newPassword }: Omit<PasswordChange, "session">,
): Promise<OpenedSession> {
  const confirmed = await confirmPassword(enter, staffId, currentPassword);
  const { email, tenantId, passwordHash: former } = confirmed;
  assertNotOwnEmail("newPassword", newPassword, email);
  if (newPassword === currentPassword) throw invalid("newPassword", "is the current password");
  const passwordHash = await hashPassword(newPassword, tenantId);
  return enter(async (scope) => {
    const { db, now } = scope;
    const { count } = await db.staff.updateMany({
      where: { tenantId, id: staffId, status: "active", passwordHash: former },
      data: { passwordHash, passwordChangedAt: now },
    });
    if (count === 0) {
      throw conflict("PASSWORD_CHANGED", "The password was changed meanwhile. Log in again.");
    }
    await revokeSessionsOf(scope, staffId);
    await db.staffLink.deleteMany({ where: { tenantId, staffId, purpose: "password_reset" } });
    await recordAuditEvent(scope, { action: "password.changed", subject: "staff", id: staffId });
    return openSession(scope, tokens, await getStaff(scope, staffId));
  });
}
