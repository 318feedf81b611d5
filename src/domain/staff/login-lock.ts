import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";
import { DomainError } from "../errors.ts";

const ATTEMPTS = 5;
const MINUTES = 15;
/** Rows of strangers' guesses swept at each attempt, so that they cannot pile up. */
const SWEEP = 20;

/**
 * Counts an attempt before the password is looked at, so that parallel guesses count too; the
 * fifth within 15 minutes of the first locks the account for 15 minutes unless it succeeds. The
 * account need not exist.
 * @throws DomainError too_many ACCOUNT_LOCKED with the seconds to wait.
 */
export async function countLoginAttempt(scope: TenantScope, email: string): Promise<void> {
  const { db, tenant, now } = scope;
  const windowStart = new Date(now.getTime() - MINUTES * 60_000);
  const lockEnd = new Date(now.getTime() + MINUTES * 60_000);
  await db.$executeRaw`
    DELETE FROM login_failures WHERE tenant_id = ${tenant.id}::uuid AND account_hash IN (
      SELECT account_hash FROM login_failures
      WHERE tenant_id = ${tenant.id}::uuid AND window_started_at < ${windowStart}
        AND (locked_until IS NULL OR locked_until <= ${now})
      LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED)`;
  const rows = await db.$queryRaw<{ failures: number; locked_until: Date | null }[]>`
    INSERT INTO login_failures AS f (tenant_id, account_hash, failures, window_started_at)
    VALUES (${tenant.id}::uuid, ${hashToken(email)}, 1, ${now})
    ON CONFLICT (tenant_id, account_hash) DO UPDATE SET (failures, window_started_at, locked_until) = (
      SELECT
        CASE WHEN over THEN 1 ELSE f.failures + 1 END,
        CASE WHEN over THEN ${now} ELSE f.window_started_at END,
        CASE WHEN over THEN NULL WHEN f.failures + 1 = ${ATTEMPTS} THEN ${lockEnd}
             ELSE f.locked_until END
      FROM (SELECT coalesce(f.locked_until <= ${now}, f.window_started_at < ${windowStart}) AS over))
    RETURNING failures, locked_until`;
  const row = rows[0];
  if (!row?.locked_until || row.failures <= ATTEMPTS) return;
  throw new DomainError(
    "too_many",
    "ACCOUNT_LOCKED",
    "Too many failed logins. Wait before the next attempt.",
    { retryAfter: Math.max(1, Math.ceil((row.locked_until.getTime() - now.getTime()) / 1000)) },
  );
}

/** A good login clears the account. */
export async function clearLoginAttempts(scope: TenantScope, email: string): Promise<void> {
  await scope.db.loginFailure.deleteMany({
    where: { tenantId: scope.tenant.id, accountHash: hashToken(email) },
  });
}
