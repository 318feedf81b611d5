import type { Dealership } from "../support/attack-dealership.ts";
import type { RouteCase } from "./route-cases.ts";

const of = (id: (of: Dealership) => string, body?: object) => (dealership: Dealership) => ({
  params: { id: id(dealership) },
  ...(body && { body }),
});

/** Messages that are sent, and the numbers that send them. */
export const SENDING: Record<string, RouteCase> = {
  "POST /api/admin/leads/{id}/conversations": {
    ask: ({ reachable, device }) => ({ params: { id: reachable }, body: { deviceId: device } }),
    smuggled: (own, other) => [
      [{ params: { id: own.reachable }, body: { deviceId: other.device } }, 400],
    ],
  },
  "POST /api/admin/conversations/{id}/messages": {
    ask: of(({ conversation }) => conversation, { body: "Masih ada, kak" }),
    smuggled: (own, other) => {
      const params = { id: own.conversation };
      return [
        [{ params, body: { carId: other.cars.shown.id } }, 404],
        [{ params, body: { mediaId: other.media } }, 400],
        [{ params, body: { body: "Ya", quotedMessageId: other.message } }, 400],
      ];
    },
  },
  "DELETE /api/admin/messages/{id}": { ask: of(({ unsentMessages }) => unsentMessages.scheduled) },
  "POST /api/admin/messages/{id}/resend": {
    ask: of(({ unsentMessages }) => unsentMessages.failed),
  },
  "POST /api/admin/messages/{id}/confirm": {
    ask: of(({ unsentMessages }) => unsentMessages.doubtful),
  },
  "GET /api/admin/devices": { ask: () => ({}), foreign: 200 },
  "GET /api/admin/devices/{id}": { ask: of(({ device }) => device) },
  "PATCH /api/admin/devices/{id}": { ask: of(({ device }) => device, { sendIntervalMs: 2_000 }) },
  "POST /api/admin/devices/{id}/check": { ask: of(({ device }) => device) },
  "GET /api/admin/devices/{id}/qr": { ask: of(({ device }) => device) },
  "POST /api/admin/devices/{id}/release": { ask: of(({ device }) => device) },
};
