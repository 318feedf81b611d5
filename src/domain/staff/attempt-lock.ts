import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { DomainError } from "../errors.ts";
import type { EnterTenant } from "./enter-tenant.ts";

const ATTEMPTS = 5;
const MINUTES = 15;
/** Rows of strangers' guesses swept at each attempt, so that they cannot pile up. */
const SWEEP = 20;

/** What is guessed at: each locks for itself, so that guesses at one leave the others alone. */
export const lockOf = {
  login: (email: string) => email,
  code: (staffId: string) => `code:${staffId}`,
  password: (staffId: string) => `password:${staffId}`,
};

const locked = (until: Date, now: Date) =>
  new DomainError(
    "too_many",
    "ACCOUNT_LOCKED",
    "Too many failed attempts. Wait before the next one.",
    { retryAfter: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)) },
  );

/** @throws DomainError too_many ACCOUNT_LOCKED with the seconds to wait; writes nothing. */
export async function assertUnlocked(scope: TenantScope, lock: string): Promise<void> {
  const { db, tenant, now } = scope;
  const row = await db.loginFailure.findUnique({
    where: { tenantId_accountHash: { tenantId: tenant.id, accountHash: hashToken(lock) } },
    select: { lockedUntil: true },
  });
  if (row?.lockedUntil && row.lockedUntil > now) throw locked(row.lockedUntil, now);
}

/** What a check came to, and whom it was about where that is known. */
interface Outcome {
  good: boolean;
  staffId?: string;
}

/**
 * Makes an attempt: counts it before the check, so that parallel guesses count too, and forgets
 * what was counted when the check is good. The fifth within 15 minutes of the first locks for 15
 * minutes. Whom the lock is about need not exist. A check that throws was no guess.
 * @throws DomainError too_many ACCOUNT_LOCKED with the seconds to wait.
 */
export async function attempt(
  enter: EnterTenant,
  lock: string,
  check: () => Promise<Outcome>,
): Promise<boolean> {
  const isLast = await enter((scope) => countAttempt(scope, lock));
  const { good, staffId } = await check().catch(async (error: unknown) => {
    await enter((scope) => takeBack(scope, lock));
    throw error;
  });
  if (good) await enter((scope) => clearAttempts(scope, lock));
  else if (isLast) {
    await enter(async (scope) => {
      if (!staffId) return;
      const event = { action: "login.locked", subject: "staff", id: staffId } as const;
      await recordAuditEvent(scope, event);
    });
  }
  return good;
}

/** @returns whether a failure of this attempt locks. */
async function countAttempt(scope: TenantScope, lock: string): Promise<boolean> {
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
    VALUES (${tenant.id}::uuid, ${hashToken(lock)}, 1, ${now})
    ON CONFLICT (tenant_id, account_hash) DO UPDATE SET (failures, window_started_at, locked_until) = (
      SELECT
        CASE WHEN over THEN 1 ELSE f.failures + 1 END,
        CASE WHEN over THEN ${now} ELSE f.window_started_at END,
        CASE WHEN over THEN NULL WHEN f.failures + 1 = ${ATTEMPTS} THEN ${lockEnd}
             ELSE f.locked_until END
      FROM (SELECT coalesce(f.locked_until <= ${now}, f.window_started_at < ${windowStart}) AS over))
    RETURNING failures, locked_until`;
  const row = rows[0];
  if (!row?.locked_until) return false;
  if (row.failures > ATTEMPTS) throw locked(row.locked_until, now);
  return true;
}

async function takeBack({ db, tenant }: TenantScope, lock: string): Promise<void> {
  await db.$executeRaw`
    UPDATE login_failures SET failures = failures - 1,
      locked_until = CASE WHEN failures > ${ATTEMPTS} THEN locked_until END
    WHERE tenant_id = ${tenant.id}::uuid AND account_hash = ${hashToken(lock)} AND failures > 0`;
}

/** Forgets what was counted. */
export async function clearAttempts({ db, tenant }: TenantScope, lock: string): Promise<void> {
  await db.loginFailure.deleteMany({
    where: { tenantId: tenant.id, accountHash: hashToken(lock) },
  });
}
