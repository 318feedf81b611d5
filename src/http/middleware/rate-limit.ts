import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { DomainError } from "../../domain/errors.ts";
import type { RateLimit, RateLimiter, RateLimitState } from "../../infra/rate-limits.ts";
import type { AppEnv } from "../env.ts";

/** draft-ietf-httpapi-ratelimit-headers-10. */
export const rateLimitPolicy = (
  { name, window }: RateLimit,
  { requests }: Pick<RateLimitState, "requests">,
) => `"${name}";q=${requests};w=${Math.ceil(window)}`;

/** What is left of it, and the seconds until it is whole again. */
export const rateLimitLeft = ({ name }: RateLimit, { remaining, resetAfter }: RateLimitState) =>
  `"${name}";r=${remaining};t=${resetAfter}`;

/**
 * Counts a request under a key, tells the client where it stands (RateLimit and RateLimit-Policy).
 * @param requests a limit of the key's own, at most the limiter's.
 * @throws DomainError too_many RATE_LIMITED beyond the limit.
 */
export async function enforceRateLimit(
  c: Context<AppEnv>,
  limiter: RateLimiter,
  key: string,
  requests?: number,
): Promise<void> {
  const state = await limiter.consume(key, requests);
  c.header("RateLimit-Policy", rateLimitPolicy(limiter, state));
  c.header("RateLimit", rateLimitLeft(limiter, state));
  if (!state.allowed) {
    throw new DomainError("too_many", "RATE_LIMITED", "Too many requests. Slow down.", {
      retryAfter: state.resetAfter,
    });
  }
}

/** Limits a surface; the key is unique within the tenant. */
export const rateLimit = (limiter: RateLimiter, keyOf: (c: Context<AppEnv>) => string) =>
  createMiddleware<AppEnv>(async (c, next) => {
    await enforceRateLimit(c, limiter, `${c.get("tenant").id}:${keyOf(c)}`);
    await next();
  });
