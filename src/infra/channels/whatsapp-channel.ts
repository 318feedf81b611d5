import type { Gateway } from "../gateway/gateway.ts";
import type { Channel } from "./channel.ts";

/** By WhatsApp, from the device that the token belongs to. */
export const createWhatsappChannel = (gateway: Gateway, token: string): Channel => ({
  send: ({ to, text }) => gateway.send(token, { target: to, message: text }),
});
