import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { Deps } from "../../deps.ts";
import { DomainError } from "../../domain/errors.ts";
import { findActor, type StaffActor } from "../../domain/staff/find-actor.ts";
import { enterAsVisitor, staffActor } from "../enter-tenant.ts";
import type { AppEnv } from "../env.ts";
import { admitApiKey, sentToken } from "./admit-api-key.ts";
import { enforceRateLimit } from "./rate-limit.ts";

const unauthenticated = () =>
  new DomainError("unauthenticated", "UNAUTHENTICATED", "Log in, and send the access token.");

/** The active staff member whose login the token is good for; null when there is none. */
export async function findStaff(deps: Deps, c: Context<AppEnv>): Promise<StaffActor | null> {
  const token = sentToken(c);
  const claims = token && (await deps.accessTokens.verify(token, c.get("tenant").id));
  return claims ? enterAsVisitor(deps, c)((scope) => findActor(scope, claims)) : null;
}

async function admitStaff(deps: Deps, c: Context<AppEnv>): Promise<StaffActor> {
  const actor = await findStaff(deps, c);
  if (!actor) throw unauthenticated();
  await enforceRateLimit(c, deps.rateLimits.admin, `${c.get("tenant").id}:${actor.id}`);
  return actor;
}

/**
 * Finds who calls, and counts the request under the limit of that person or API key.
 * @throws DomainError unauthenticated unless a token of this dealership's active staff, or a good
 * API key of it, is sent; too_many RATE_LIMITED.
 */
export const authenticate = (deps: Deps) =>
  createMiddleware<AppEnv>(async (c, next) => {
    c.set("actor", (await admitApiKey(deps, c)) ?? (await admitStaff(deps, c)));
    await next();
  });

/** Guards what belongs to one's own account. @throws DomainError forbidden for an API key. */
export const accountOnly = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    staffActor(c);
    await next();
  });
