import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { checkDevice } from "../../domain/devices/check-device.ts";
import { deviceQr } from "../../domain/devices/device-qr.ts";
import { getDevice } from "../../domain/devices/get-device.ts";
import { listDevices } from "../../domain/devices/list-devices.ts";
import { resumeDevice } from "../../domain/devices/resume-device.ts";
import { Device, DeviceChange, DeviceQr } from "../../domain/devices/schemas.ts";
import { updateDevice } from "../../domain/devices/update-device.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import {
  answer,
  body,
  createRouter,
  IdParam,
  problems,
  staffOnly,
  staffProblems,
} from "../openapi.ts";

const reading = { tags: ["Devices"], ...staffOnly("leads:read") };
const managing = { tags: ["Devices"], ...staffOnly("devices:manage") };
const DeviceAnswer = z.object({ data: Device });
const answered = { 200: answer(DeviceAnswer, "The device as it is now."), ...staffProblems };

const list = createRoute({
  ...reading,
  method: "get",
  path: "/devices",
  summary: "List the dealership's WhatsApp numbers",
  description: "Whether each is connected and sends, its quota, and what waits.",
  responses: {
    200: answer(z.object({ data: z.array(Device) }), "All of them."),
    ...staffProblems,
  },
});

const get = createRoute({
  ...reading,
  method: "get",
  path: "/devices/{id}",
  summary: "Read a WhatsApp number",
  request: { params: IdParam },
  responses: answered,
});

const update = createRoute({
  ...managing,
  method: "patch",
  path: "/devices/{id}",
  summary: "Set how far apart a number's messages are",
  request: { params: IdParam, body: body(DeviceChange) },
  responses: { ...answered, ...problems(413, 415) },
});

const check = createRoute({
  ...managing,
  method: "post",
  path: "/devices/{id}/check",
  summary: "Ask the gateway how a number is",
  description: "Connection and quota; a held number that is connected again goes on sending.",
  request: { params: IdParam },
  responses: { ...answered, ...problems(409) },
});

const qr = createRoute({
  ...managing,
  method: "get",
  path: "/devices/{id}/qr",
  summary: "Get a QR code that connects a number",
  description: "Scan it in WhatsApp under linked devices. It is good for about a minute.",
  request: { params: IdParam },
  responses: {
    200: answer(z.object({ data: DeviceQr }), "The picture."),
    ...staffProblems,
    ...problems(409),
  },
});

const release = createRoute({
  ...managing,
  method: "post",
  path: "/devices/{id}/release",
  summary: "Try a held number again",
  description: "What waits is sent; where the gateway still refuses, it is held again.",
  request: { params: IdParam },
  responses: answered,
});

export function devices(deps: Deps) {
  const means = { gateway: deps.gateway, secrets: deps.keys.secrets };
  return createRouter()
    .openapi(list, async (c) => {
      const data = await enterAsStaff(deps, c)((scope) => listDevices(scope));
      return c.json({ data }, 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => getDevice(scope, id));
      return c.json({ data }, 200);
    })
    .openapi(update, async (c) => {
      const { id } = c.req.valid("param");
      const change = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => updateDevice(scope, id, change));
      return c.json({ data }, 200);
    })
    .openapi(check, async (c) => {
      const { id } = c.req.valid("param");
      const data = await checkDevice(enterAsStaff(deps, c), means, id);
      return c.json({ data }, 200);
    })
    .openapi(qr, async (c) => {
      const { id } = c.req.valid("param");
      const data = await deviceQr(enterAsStaff(deps, c), means, id);
      return c.json({ data }, 200);
    })
    .openapi(release, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => resumeDevice(scope, id));
      return c.json({ data }, 200);
    });
}
