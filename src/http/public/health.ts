import { createRoute, z } from "@hono/zod-openapi";
import { version } from "../../../package.json";
import type { Deps } from "../../deps.ts";
import { answer, createRouter } from "../openapi.ts";

const Health = z
  .object({
    status: z.enum(["ok", "degraded", "down"]),
    version: z.string(),
    uptimeSeconds: z.int(),
    database: z.enum(["ok", "down"]),
    redis: z
      .enum(["ok", "down"])
      .nullable()
      .openapi({ description: "Null when the installation runs without Redis." }),
  })
  .openapi("Health");

const route = createRoute({
  method: "get",
  path: "/health",
  tags: ["Operation"],
  summary: "State of the process, its database and its Redis",
  description: "Needs no dealership. Redis being down degrades the service, and no request fails.",
  responses: {
    200: answer(Health, "Requests are served."),
    503: answer(Health, "The database does not answer."),
  },
});

/** Milliseconds: a probe must not wait for the pool's own limits. */
const PROBE_LIMIT = 2_000;

export function health({ database, redisStatus }: Deps) {
  return createRouter().openapi(route, async (c) => {
    const answers = database.ping().then(
      () => "ok" as const,
      () => "down" as const,
    );
    const late = Bun.sleep(PROBE_LIMIT).then(() => "down" as const);
    const [probe, redis] = await Promise.all([Promise.race([answers, late]), redisStatus()]);
    c.header("Cache-Control", "no-store");
    const state = {
      version,
      uptimeSeconds: Math.floor(process.uptime()),
      database: probe,
      redis,
    };
    if (probe === "down") return c.json({ status: "down" as const, ...state }, 503);
    return c.json(
      { status: redis === "down" ? ("degraded" as const) : ("ok" as const), ...state },
      200,
    );
  });
}
