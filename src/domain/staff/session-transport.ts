import { z } from "@hono/zod-openapi";

/** How a client keeps its refresh token. */
export const SessionTransport = z.enum(["body", "cookie"]).default("body").openapi({
  description:
    "Where the refresh token is told: in the body, or in a cookie that no script can read, for pages at this host.",
});
export type SessionTransport = z.infer<typeof SessionTransport>;
