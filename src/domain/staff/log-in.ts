import type { AccessTokens } from "../../infra/access-tokens.ts";
import { DomainError } from "../errors.ts";
import { attempt, lockOf } from "./attempt-lock.ts";
import type { EnterTenant } from "./enter-tenant.ts";
import { holdAccount } from "./hold-account.ts";
import { type OpenedSession, openSession } from "./open-session.ts";
import { checkPassword } from "./password.ts";
import type { Credentials } from "./schemas.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";
import type { TwoFactorChallenge } from "./two-factor/schemas.ts";

const wrong = () =>
  new DomainError(
    "unauthenticated",
    "INVALID_CREDENTIALS",
    "The e-mail address or the password is wrong.",
  );

/**
 * Checks e-mail and password. An unknown account, a wrong password and a deactivated account are
 * answered alike and take the same time.
 * @returns a challenge for whoever owes a second factor.
 * @throws DomainError unauthenticated INVALID_CREDENTIALS, too_many ACCOUNT_LOCKED.
 */
export async function logIn(
  enter: EnterTenant,
  tokens: AccessTokens,
  { email, password }: Pick<Credentials, "email" | "password">,
): Promise<OpenedSession | TwoFactorChallenge> {
  const find = () =>
    enter(async ({ db, tenant }) => ({
      tenantId: tenant.id,
      account: await db.staff.findUnique({
        where: { tenantId_email: { tenantId: tenant.id, email }, status: "active" },
        select: { ...STAFF_COLUMNS, passwordHash: true },
      }),
    }));
  let found: Awaited<ReturnType<typeof find>> | undefined;
  const matches = await attempt(enter, lockOf.login(email), async () => {
    found = await find();
    const { account, tenantId } = found;
    const good = await checkPassword(password, account?.passwordHash ?? null, tenantId);
    return { good, staffId: account?.id };
  });
  const { account, tenantId } = found ?? {};
  if (!matches || !account || !tenantId) throw wrong();
  return enter(async (scope) => {
    const held = await holdAccount(scope, account.id);
    if (held?.passwordHash !== account.passwordHash) throw wrong();
    const hasTwoFactor = await scope.db.totpCredential.findUnique({
      where: {
        tenantId_staffId: { tenantId, staffId: account.id },
        confirmedAt: { not: null },
      },
      select: { staffId: true },
    });
    if (hasTwoFactor) {
      const challenge = await tokens.signChallenge({ staffId: account.id, tenantId });
      return { twoFactor: "required", challenge, expiresIn: tokens.challengeLifetime };
    }
    return openSession(scope, tokens, staffView(account));
  });
}
