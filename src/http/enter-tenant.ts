import type { Context } from "hono";
import { type Actor, type TenantScope, withTenant } from "../db/index.ts";
import type { Deps } from "../deps.ts";
import { forbidden } from "../domain/errors.ts";
import type { StaffActor } from "../domain/staff/find-actor.ts";
import type { AppEnv } from "./env.ts";

export type Enter = <Result>(work: (scope: TenantScope) => Promise<Result>) => Promise<Result>;

/** Runs verbs for the request's dealership on behalf of somebody, each call one transaction. */
const enterAs =
  ({ database, clock }: Deps, c: Context<AppEnv>, actor: Actor): Enter =>
  (work) =>
    withTenant(
      database,
      {
        ...{ tenant: c.get("tenant"), actor, now: clock(), log: c.get("log") },
        origin: {
          ip: c.get("ip"),
          device: c.req.header("User-Agent")?.slice(0, 300) ?? null,
          requestId: c.get("requestId"),
        },
      },
      work,
    );

/** On behalf of nobody in particular. */
export const enterAsVisitor = (deps: Deps, c: Context<AppEnv>): Enter =>
  enterAs(deps, c, { kind: "visitor" });

/** On behalf of the staff member who is logged in, or of the API key. */
export const enterAsStaff = (deps: Deps, c: Context<AppEnv>): Enter =>
  enterAs(deps, c, c.get("actor"));

/** The staff member who is logged in. @throws DomainError forbidden for an API key. */
export function staffActor(c: Context<AppEnv>): StaffActor {
  const actor = c.get("actor");
  if (actor.kind !== "staff") throw forbidden("An API key has no account of its own.");
  return actor;
}
