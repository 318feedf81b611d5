import type { PersonKey } from "../leads/capture-lead.ts";
import type { MessageKind } from "./schemas.ts";

/** A message as any gateway's webhook is read, ready to be stored. */
export interface IncomingMessage {
  from: PersonKey;
  name: string | null;
  kind: MessageKind;
  body: string;
  /** The same for every copy of one message, different for every other message of the tenant. */
  identity: string;
  /** What its identity was if this is a repeat of a message that arrived a while ago. */
  formerIdentity: string | null;
  mediaUrl: string | null;
  mediaFilename: string | null;
  /** Degrees. */
  location: { latitude: number; longitude: number } | null;
  sentAt: Date;
}
