import { createRoute, z } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import type { Deps } from "../../deps.ts";
import { findDevice, knowsSecret } from "../../domain/conversations/find-device.ts";
import { FonnteBody } from "../../domain/conversations/fonnte-body.ts";
import { readFonnteMessage } from "../../domain/conversations/read-fonnte-message.ts";
import { MESSAGE_REPEATED, receiveMessage } from "../../domain/conversations/receive-message.ts";
import { DomainError, notFound } from "../../domain/errors.ts";
import { enterAsGateway } from "../enter-tenant.ts";
import type { AppEnv } from "../env.ts";
import { rateLimit } from "../middleware/rate-limit.ts";
import { answer, createRouter, problems } from "../openapi.ts";

/** Counts the request for the device whose token it is, or for the address that guesses tokens. */
const knownDevice = (deps: Deps) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const token = c.req.param("token") ?? "";
    const device = await enterAsGateway(deps, c)((scope) => findDevice(scope, token));
    const key = device ? `device:${device.id}` : `guess:${c.get("client")}`;
    await rateLimit(deps.rateLimits.webhook, () => key)(c, async () => {
      if (!device) throw notFound("device");
      c.set("device", device);
      await next();
    });
  });

const route = (deps: Deps) =>
  createRoute({
    method: "post",
    path: "/fonnte/{token}",
    tags: ["Webhooks"],
    summary: "What the WhatsApp gateway reports",
    description:
      "The address is the device's own and its token a secret. A message of one person is stored once, however often it comes, and makes or re-opens that person's lead; groups, senders that are no person and status reports are accepted and left. Other fields than these are not read. The gateway repeats whatever is not answered by 200.",
    middleware: [knownDevice(deps)] as const,
    request: {
      params: z.object({
        token: z
          .string()
          .max(200)
          .openapi({ param: { name: "token", in: "path" } }),
      }),
      body: {
        required: true,
        content: {
          "application/json": { schema: FonnteBody },
          "application/x-www-form-urlencoded": { schema: FonnteBody },
          "multipart/form-data": { schema: FonnteBody },
        },
      },
    },
    responses: {
      200: answer(z.object({ status: z.literal(true) }), "Stored, or nothing to store."),
      401: {
        ...problems(401)[401],
        description: "The body's `secret` is missing or not the device's.",
      },
      ...problems(400, 404, 413, 415, 429, 500, 503),
    },
  });

const RECEIVED = { status: true } as const;

export const fonnteWebhook = (deps: Deps) =>
  createRouter().openapi(route(deps), async (c) => {
    const isForm = !/json/i.test(c.req.header("Content-Type") ?? "");
    const body = isForm ? c.req.valid("form") : c.req.valid("json");
    const device = c.get("device");
    const message = readFonnteMessage(body, device.id, deps.clock());
    if (!message) {
      c.get("log").info({ device: device.id }, "webhook left: no message of one person");
      return c.json(RECEIVED, 200);
    }
    if (!knowsSecret(device, body.secret)) {
      throw new DomainError("unauthenticated", "SECRET_MISMATCH", "Send this device's secret.");
    }
    try {
      await enterAsGateway(deps, c)((scope) => receiveMessage(scope, device.id, message));
    } catch (error) {
      const repeated = error instanceof DomainError && error.code === MESSAGE_REPEATED;
      if (!repeated) throw error;
    }
    return c.json(RECEIVED, 200);
  });
