import { createMiddleware } from "hono/factory";
import type { Deps } from "../../deps.ts";
import type { AppEnv } from "../env.ts";

/**
 * Has this process read the dealership anew after each change by its staff, before the change is
 * answered: whoever made it sees it in the next answer.
 */
export const noteOwnChanges = ({ tenants }: Deps) =>
  createMiddleware<AppEnv>(async (c, next) => {
    await next();
    const isRefused = c.res.status >= 400 && c.res.status < 500;
    if (c.req.method !== "GET" && !isRefused) tenants.changed(c.get("tenant").id);
  });
