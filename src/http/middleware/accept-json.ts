import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";
import { problem } from "../problem.ts";

const JSON_TYPE = /^application\/([a-z0-9.+-]+\+)?json\b/i;

/** Answers 415 to a body that is not JSON, and 400 to JSON that is not well-formed. */
export const acceptJson = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    const type = c.req.header("Content-Type");
    const hasBody = c.req.raw.body !== null && c.req.header("Content-Length") !== "0";
    if (hasBody && !(type && JSON_TYPE.test(type))) {
      return problem(c, {
        status: 415,
        code: "UNSUPPORTED_MEDIA_TYPE",
        detail: "Send the body as application/json.",
      });
    }
    await next();
  });
