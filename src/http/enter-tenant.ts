import type { Context } from "hono";
import { type TenantScope, withTenant } from "../db/index.ts";
import type { Deps } from "../deps.ts";
import type { AppEnv } from "./env.ts";

type Enter = <Result>(work: (scope: TenantScope) => Promise<Result>) => Promise<Result>;

/** Runs verbs for the request's dealership on behalf of nobody in particular. */
export const enterAsVisitor =
  ({ database, clock }: Deps, c: Context<AppEnv>): Enter =>
  (work) =>
    withTenant(
      database,
      { tenant: c.get("tenant"), actor: { kind: "visitor" }, now: clock(), log: c.get("log") },
      work,
    );

/** Runs verbs for the request's dealership on behalf of the staff member logged in. */
export const enterAsStaff =
  ({ database, clock }: Deps, c: Context<AppEnv>): Enter =>
  (work) =>
    withTenant(
      database,
      { tenant: c.get("tenant"), actor: c.get("actor"), now: clock(), log: c.get("log") },
      work,
    );
