import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";

/** Tells browsers and proxies to keep no copy of what staff see. */
export const neverStored = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    await next();
    c.res.headers.set("Cache-Control", "no-store");
  });
