import type { Context } from "hono";
import type { Deps } from "../../deps.ts";
import { DomainError } from "../../domain/errors.ts";
import type { AttemptKind } from "../../infra/attempt-limits.ts";
import type { AppEnv } from "../env.ts";
import { enforceRateLimit } from "./rate-limit.ts";

export interface Attempt {
  kind: AttemptKind;
  /** Whom it is made on, by any name that tells accounts of a dealership apart. */
  account?: string;
  /** Throws for an account that is locked: such an attempt does not count for the dealership. */
  assertUnlocked?: () => Promise<void>;
}

/**
 * Counts a call of somebody who holds what only the account's own have, for that account alone:
 * nobody else's flood can stop it.
 * @throws DomainError too_many RATE_LIMITED.
 */
export const limitHolder = (
  { attemptLimits }: Deps,
  c: Context<AppEnv>,
  { kind, account }: { kind: AttemptKind; account: string },
): Promise<void> =>
  enforceRateLimit(c, attemptLimits[kind].account, `${c.get("tenant").id}:${account}`);

/**
 * Counts an attempt for the client's address, for the account, and for the dealership, in this
 * order: one that is refused counts for nothing that comes after.
 * @returns what to call when the attempt was good, so that only bad ones count.
 * @throws DomainError too_many RATE_LIMITED, and what assertUnlocked throws.
 */
export async function limitAttempts(
  { attemptLimits }: Deps,
  c: Context<AppEnv>,
  { kind, account, assertUnlocked }: Attempt,
): Promise<() => Promise<void>> {
  const limits = attemptLimits[kind];
  const tenant = c.get("tenant").id;
  const address = `${tenant}:${c.get("client")}`;
  const named = account && `${tenant}:${account}`;
  await enforceRateLimit(c, limits.address, address);
  if (named) await enforceRateLimit(c, limits.account, named);
  await assertUnlocked?.();
  const { allowed, resetAfter } = await limits.tenant.consume(tenant);
  if (!allowed) {
    throw new DomainError(
      "too_many",
      "RATE_LIMITED",
      "Too many attempts at this dealership. Wait before the next.",
      { retryAfter: resetAfter },
    );
  }
  return async () => {
    await Promise.all([
      limits.address.refund(address),
      named && limits.account.reset(named),
      limits.tenant.refund(tenant),
    ]);
  };
}
