/** A WhatsApp gateway, as the dealership's devices use it. Tokens are those of a device there. */
export interface Gateway {
  /** Hands one message over. Never throws: what is not known is told as doubt. */
  send(token: string, message: GatewayMessage): Promise<SendOutcome>;
  /** Which of the numbers (E.164) are on WhatsApp. @throws GatewayFault. */
  validate(token: string, phones: string[]): Promise<{ registered: string[]; missing: string[] }>;
  /** @throws GatewayFault. */
  device(token: string): Promise<GatewayDevice>;
  /**
   * A picture (PNG, base64 without prefix) to scan so that the device connects.
   * @throws GatewayFault, with reason connected where there is no need.
   */
  qr(token: string): Promise<string>;
  /** Tells the gateway where to post. @throws GatewayFault. */
  setWebhooks(token: string, addresses: WebhookAddresses): Promise<void>;
}

export interface GatewayMessage {
  /** A phone number in E.164, or a LID. */
  target: string;
  /** At most 60,000 characters. */
  message: string;
  file?: { bytes: Uint8Array; filename: string; contentType: string };
  /** A public address from which the gateway fetches a file, in place of one that is handed over. */
  fileUrl?: string;
  /** The gateway's number of the message that this one quotes. */
  inboxId?: string;
}

export type RefusalReason = "disconnected" | "quota" | "token" | "target" | "content" | "other";

export type SendOutcome =
  | { kind: "accepted"; id: string }
  /** It was certainly not taken. */
  | { kind: "refused"; reason: RefusalReason; detail: string }
  /** It certainly did not arrive there; later it may. */
  | { kind: "unreachable"; detail: string; retryAfterSeconds?: number }
  /** It may have been taken: the connection broke, the answer came too late or made no sense. */
  | { kind: "unknown"; detail: string };

export interface GatewayDevice {
  connected: boolean;
  /** Messages left; null where the gateway does not count. */
  quota: number | null;
  package: string | null;
  expiresAt: Date | null;
}

export interface WebhookAddresses {
  message: string;
  status: string;
  device: string;
  submission: string;
}

/** Why the gateway did not do it, in words that hold no secret. */
export class GatewayFault extends Error {
  override name = "GatewayFault";
  constructor(
    readonly reason: RefusalReason | "connected" | "unreachable" | "unknown",
    message: string,
  ) {
    super(message);
  }
}
