import type { Context } from "hono";
import type { Deps } from "../../deps.ts";
import { knowsSecret } from "../../domain/conversations/find-device.ts";
import { DomainError, notFound } from "../../domain/errors.ts";
import type { KnownDevice } from "../../domain/inbox/device-directory.ts";
import { type EventKind, kindOf, readPosted } from "../../domain/inbox/posted-body.ts";
import type { AppEnv } from "../env.ts";
import { enforceRateLimit } from "../middleware/rate-limit.ts";
import { createRouter } from "../openapi.ts";
import { documentWebhooks } from "./fonnte-document.ts";

/** What each address is for, by what it ends in. */
const ADDRESSES: Record<string, EventKind> = {
  "": "message",
  "/status": "status",
  "/device": "device",
  "/submission": "submission",
};

/** What the gateway is told of itself; longer ones are not its. */
const LONGEST_TYPE = 200;

/** The device whose token it is; whoever guesses is counted. @throws DomainError not found. */
async function deviceOf({ devices, rateLimits }: Deps, c: Context<AppEnv>): Promise<KnownDevice> {
  const tenant = c.get("tenant");
  const device = await devices.find(tenant, c.req.param("token") ?? "");
  if (!device) {
    await enforceRateLimit(c, rateLimits.guess, `${tenant.id}:${c.get("client")}`);
    throw notFound("device");
  }
  await enforceRateLimit(c, rateLimits.webhook, `${tenant.id}:device:${device.id}`);
  return device;
}

/**
 * Keeps what is posted and answers; it is worked in afterwards. A device's status is let in without
 * the secret, which its webhook does not bring.
 */
async function take(deps: Deps, c: Context<AppEnv>, address: EventKind): Promise<Response> {
  const tenant = c.get("tenant");
  const device = await deviceOf(deps, c);
  const contentType = (c.req.header("Content-Type") ?? "").slice(0, LONGEST_TYPE);
  const posted = await readPosted(await c.req.arrayBuffer(), contentType);
  const kind = kindOf(posted.fields, address);
  const bringsSecret = kind === "message" || kind === "submission";
  if (bringsSecret && !knowsSecret(device, posted.secret ?? "")) {
    throw new DomainError("unauthenticated", "SECRET_MISMATCH", "Send this device's secret.");
  }
  const isKept = await deps.intake.accept({
    ...{ tenantId: tenant.id, tokenHash: device.tokenHash, id: Bun.randomUUIDv7(), kind },
    ...{ contentType, body: posted.text, receivedAt: deps.clock() },
  });
  if (isKept) return c.json({ status: true });
  deps.devices.forget(tenant.id);
  throw notFound("device");
}

export function fonnteWebhook(deps: Deps) {
  const router = createRouter();
  for (const [ending, kind] of Object.entries(ADDRESSES)) {
    router.post(`/fonnte/:token${ending}`, (c) => take(deps, c, kind));
  }
  documentWebhooks(router);
  return router;
}
