import { createMiddleware } from "hono/factory";
import type { Deps } from "../../deps.ts";
import type { AppEnv } from "../env.ts";
import { admitApiKey } from "./admit-api-key.ts";
import { enforceRateLimit } from "./rate-limit.ts";

/** Counts a request of the public site under its API key, or else for the visitor's address. */
export const limitCaller = (deps: Deps) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!(await admitApiKey(deps, c))) {
      const visitor = `${c.get("tenant").id}:${c.get("client")}`;
      await enforceRateLimit(c, deps.rateLimits.public, visitor);
    }
    await next();
  });
