import type { TenantScope } from "../../db/index.ts";
import type { AccessTokens } from "../../infra/access-tokens.ts";
import { DomainError } from "../errors.ts";
import { clearLoginAttempts, countLoginAttempt } from "./login-lock.ts";
import { openSession } from "./open-session.ts";
import { checkPassword } from "./password.ts";
import type { Credentials, Session } from "./schemas.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

/** Opens a transaction of the tenant; no connection is held while a password is checked. */
type EnterTenant = <Result>(work: (scope: TenantScope) => Promise<Result>) => Promise<Result>;

/**
 * Checks e-mail and password. An unknown account, a wrong password and a deactivated account are
 * answered alike and take the same time.
 * @throws DomainError unauthenticated INVALID_CREDENTIALS, too_many ACCOUNT_LOCKED.
 */
export async function logIn(
  enter: EnterTenant,
  tokens: AccessTokens,
  { email, password }: Credentials,
): Promise<Session> {
  const account = await enter(async (scope) => {
    await countLoginAttempt(scope, email);
    return scope.db.staff.findUnique({
      where: { tenantId_email: { tenantId: scope.tenant.id, email }, status: "active" },
      select: { ...STAFF_COLUMNS, passwordHash: true },
    });
  });
  const matches = await checkPassword(password, account?.passwordHash ?? null);
  if (!account || !matches) {
    throw new DomainError(
      "unauthenticated",
      "INVALID_CREDENTIALS",
      "The e-mail address or the password is wrong.",
    );
  }
  return enter(async (scope) => {
    await clearLoginAttempts(scope, email);
    return openSession(scope, tokens, staffView(account));
  });
}
