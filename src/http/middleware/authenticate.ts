import { createMiddleware } from "hono/factory";
import type { Deps } from "../../deps.ts";
import { DomainError } from "../../domain/errors.ts";
import { findActor } from "../../domain/staff/find-actor.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import type { AppEnv } from "../env.ts";

const unauthenticated = () =>
  new DomainError("unauthenticated", "UNAUTHENTICATED", "Log in, and send the access token.");

/** @throws DomainError unauthenticated unless a token of this dealership's active staff is sent. */
export const authenticate = (deps: Deps) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const token = /^Bearer (\S{1,4096})$/i.exec(c.req.header("Authorization") ?? "")?.[1];
    const tenant = c.get("tenant");
    const claims = token && (await deps.accessTokens.verify(token, tenant.id));
    if (!claims) throw unauthenticated();
    const actor = await enterAsVisitor(deps, c)((scope) => findActor(scope, claims));
    if (!actor) throw unauthenticated();
    c.set("actor", actor);
    await next();
  });
