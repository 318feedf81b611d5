import { z } from "@hono/zod-openapi";

/** Milliseconds; the database allows the same. */
const LONGEST_INTERVAL = 600_000;

export const Device = z
  .object({
    id: z.uuid(),
    label: z.string(),
    canSend: z.boolean().openapi({
      description: "Whether it is in use and a gateway's token is there.",
    }),
    connection: z.enum(["unknown", "connected", "disconnected"]),
    connectionAt: z.iso.datetime().nullable(),
    connectionReason: z.string().nullable(),
    heldSince: z.iso.datetime().nullable().openapi({
      description: "Sending waits since then; nothing is lost and all goes out afterwards.",
    }),
    heldReason: z.enum(["disconnected", "quota", "token"]).nullable(),
    sendIntervalMs: z.int().openapi({ description: "Between two messages, at the least." }),
    quota: z.int().nullable().openapi({ description: "Messages left at the gateway." }),
    quotaCheckedAt: z.iso.datetime().nullable(),
    waiting: z.int().openapi({ description: "Messages queued or held." }),
    doubtful: z.int().openapi({ description: "Messages that may or may not have been sent." }),
  })
  .openapi("Device");
export type Device = z.infer<typeof Device>;

export const DeviceChange = z
  .strictObject({
    sendIntervalMs: z
      .int()
      .min(0, "must be at least 0")
      .max(LONGEST_INTERVAL, `must be at most ${LONGEST_INTERVAL}`),
  })
  .openapi("DeviceChange");
export type DeviceChange = z.infer<typeof DeviceChange>;

export const DeviceQr = z
  .object({ png: z.string().openapi({ description: "A PNG in base64, to scan with WhatsApp." }) })
  .openapi("DeviceQr");
export type DeviceQr = z.infer<typeof DeviceQr>;
