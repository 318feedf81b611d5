import type { Context } from "hono";
import type { Deps } from "../../deps.ts";
import { isApiKey } from "../../domain/api-keys/api-key-text.ts";
import { findApiKey, type KnownKey } from "../../domain/api-keys/find-api-key.ts";
import { DomainError } from "../../domain/errors.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import type { AppEnv } from "../env.ts";
import { enforceRateLimit } from "./rate-limit.ts";

/** What a request carries as Authorization: Bearer …, if it does. */
export const sentToken = (c: Context<AppEnv>): string | undefined =>
  /^Bearer (\S{1,4096})$/i.exec(c.req.header("Authorization") ?? "")?.[1];

/**
 * Counts a request under the limit of the API key that it carries. One with a key that is not good
 * is counted for its address, as each costs a look-up.
 * @returns who calls; null where no API key was sent.
 * @throws DomainError unauthenticated INVALID_API_KEY, too_many RATE_LIMITED.
 */
export async function admitApiKey(
  deps: Deps,
  c: Context<AppEnv>,
): Promise<KnownKey["actor"] | null> {
  const key = sentToken(c);
  if (!key || !isApiKey(key)) return null;
  const { public: guesses, apiKey } = deps.rateLimits;
  const known = await enterAsVisitor(deps, c)((scope) => findApiKey(scope, key));
  const tenantId = c.get("tenant").id;
  if (!known) {
    await enforceRateLimit(c, guesses, `${tenantId}:guess:${c.get("client")}`);
    const detail = "This API key is not known here, or not good any more.";
    throw new DomainError("unauthenticated", "INVALID_API_KEY", detail);
  }
  const { actor, requestsPerMinute } = known;
  await enforceRateLimit(c, apiKey, `${tenantId}:${actor.id}`, requestsPerMinute);
  return actor;
}
