import type { Redis } from "ioredis";
import { createRateLimiter, type RateLimiter } from "./rate-limits.ts";
import { hashToken } from "./secrets.ts";

/** Seconds. */
const WINDOW = 900;

/**
 * Attempts a window, for what guessing or flooding may pay. An account's limit lies above the five
 * failures that lock it: it keeps a flood away from the database.
 */
const ATTEMPTS = {
  login: { account: 20, address: 20, tenant: 600 },
  /** The second step of a login, and every other code from a telephone. */
  code: { account: 20, address: 20, tenant: 300 },
  /** The current password, asked of somebody who is logged in. */
  password: { account: 20, address: 20, tenant: 300 },
  refresh: { account: 60, address: 60, tenant: 3_000 },
  /** Asking for a link to choose a new password. */
  reset: { account: 3, address: 20, tenant: 100 },
  /** Using a link that was sent. */
  link: { account: 20, address: 20, tenant: 300 },
  /** A visitor who has a number asked whether it wants to hear of a car: each may be a stranger's. */
  subscription: { account: 20, address: 10, tenant: 300 },
  /** Sending an invitation. */
  invite: { account: 5, address: 100, tenant: 300 },
} as const;

export type AttemptKind = keyof typeof ATTEMPTS;

/** Who an attempt is counted for: whom it is made on, from where, and at which dealership. */
export type AttemptLimits = Record<
  AttemptKind,
  Record<"account" | "address" | "tenant", RateLimiter>
>;

/** Limits that hold across processes where there is Redis. */
export function createAttemptLimits(redis?: Redis): AttemptLimits {
  const limiter = (name: string, requests: number) =>
    createRateLimiter({ name, requests, window: WINDOW }, redis);
  return Object.fromEntries(
    Object.entries(ATTEMPTS).map(([kind, { account, address, tenant }]) => [
      kind,
      {
        account: byHash(limiter(kind, account)),
        address: limiter(`${kind}Address`, address),
        tenant: limiter(`${kind}Tenant`, tenant),
      },
    ]),
  ) as AttemptLimits;
}

/** Keeps keys that name a person, such as e-mail addresses, out of Redis. */
function byHash(limiter: RateLimiter): RateLimiter {
  const hashed = (key: string) => Buffer.from(hashToken(key)).toString("base64url");
  return {
    ...limiter,
    consume: (key) => limiter.consume(hashed(key)),
    refund: (key) => limiter.refund(hashed(key)),
    reset: (key) => limiter.reset(hashed(key)),
  };
}
