import { createHash } from "node:crypto";

export interface IdentityParts {
  deviceId: string;
  /** The gateway's number of the message; empty, 0 or no number means none. */
  inboxId: string;
  sender: string;
  timestamp: string;
  message: string;
  url: string;
}

/** Begins an identity that was made from who wrote what, and when. */
export const FROM_CONTENT = "content:";

/** The gateway's number of a message without leading zeros, or null for none. */
export const inboxNumber = (inboxId: string): string | null =>
  /^\d{1,40}$/.test(inboxId) && !/^0+$/.test(inboxId) ? inboxId.replace(/^0+/, "") : null;

/**
 * Tells the copies of one message from other messages: by the gateway's number within a device,
 * or by what the message says and when. The latter can be guessed back to a phone number by who
 * tries them all, so it begins with FROM_CONTENT and goes when a person is erased.
 */
export function messageIdentity({ deviceId, inboxId, ...rest }: IdentityParts): string {
  const number = inboxNumber(inboxId);
  const parts = number
    ? ["inbox", deviceId, number]
    : ["content", deviceId, rest.sender, rest.timestamp, rest.message, rest.url];
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
  return number ? hash : `${FROM_CONTENT}${hash}`;
}
