import type { MessageKind } from "./schemas.ts";

/** How a person is known: by a phone number (E.164), or by WhatsApp's opaque id where it has none. */
export type PersonKey = { phone: string } | { whatsappLid: string };

/** A message as any gateway's webhook is read, ready to be stored. */
export interface IncomingMessage {
  deviceId: string;
  from: PersonKey;
  name: string | null;
  kind: MessageKind;
  body: string;
  /** The same for every copy of one message, different for every other message of the tenant. */
  identity: string;
  /** What its identity was if this is a repeat of a message that arrived a while ago. */
  formerIdentity: string | null;
  /** The gateway's number of it, by which a reply quotes it. */
  inboxId: string | null;
  mediaUrl: string | null;
  mediaFilename: string | null;
  /** Degrees. */
  location: { latitude: number; longitude: number } | null;
  sentAt: Date;
  /** When the gateway posted it. */
  receivedAt: Date;
}
