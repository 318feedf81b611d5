import type { Context } from "hono";
import type { Deps } from "../deps.ts";

/** The host that a client asked for, with its port; behind a trusted proxy, as that tells it. */
export function requestHost(c: Context, { TRUST_PROXY }: Deps["config"]) {
  const forwarded = TRUST_PROXY ? c.req.header("X-Forwarded-Host") : undefined;
  return forwarded?.split(",")[0]?.trim() || c.req.header("Host");
}
