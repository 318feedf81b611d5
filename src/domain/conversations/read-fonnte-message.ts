import { invalid } from "../errors.ts";
import type { FonnteBody } from "./fonnte-body.ts";
import { isCrowd, parseLocation, parseSender, parseTimestamp } from "./fonnte-fields.ts";
import type { IncomingMessage } from "./incoming-message.ts";
import { inboxNumber, messageIdentity } from "./message-identity.ts";
import { LONGEST_MESSAGE, type MessageKind } from "./schemas.ts";

/** Stands for a photo or file when the dealership's plan at the gateway leaves media out. */
const MEDIA_LEFT_OUT = "non-text message";

/** Milliseconds; longer than the gateway repeats a message, which is for 15 minutes. */
export const REPEATED_WITHIN = 20 * 60_000;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const isHttpUrl = (value: string): boolean =>
  value.length <= 2_000 && /^https?:\/\//i.test(value) && URL.canParse(value);

function pollText(pollname: string, choices: unknown): string {
  const chosen = (Array.isArray(choices) ? choices : [choices])
    .filter((choice) => typeof choice === "string" || typeof choice === "number")
    .join(", ");
  return [pollname, chosen].filter(Boolean).join(": ").replaceAll("\u0000", "").toWellFormed();
}

/** What a message came with besides its body. */
interface Arrival {
  deviceId: string;
  receivedAt: Date;
  /** The answers of a form that the person filled in; null for a message. */
  submission: string | null;
}

/**
 * Reads a body of the gateway's webhook. Null for what is no message of one person, however often
 * it comes: groups, and senders that are nobody.
 * @throws DomainError invalid without a sender.
 */
export function readFonnteMessage(
  body: FonnteBody,
  { deviceId, receivedAt, submission }: Arrival,
): IncomingMessage | null {
  const sender = body.sender || body.pengirim;
  const inGroup = /^(true|1)$/i.test(body.isgroup) || !/^(0|false)?$/i.test(body.member);
  if (inGroup || isCrowd(sender)) return null;
  if (!sender) throw invalid("sender", "is missing");
  const from = parseSender(sender);
  if (!from) return null;

  const message = body.message || body.pesan;
  const location = parseLocation(textOf(body.location));
  const poll = pollText(body.pollname, body.choices);
  const written = submission ?? (message || body.text || poll);
  let kind: MessageKind = "text";
  if (submission !== null) kind = "submission";
  else if (body.url || body.filename || message === MEDIA_LEFT_OUT) kind = "media";
  else if (location) kind = "location";
  else if (body.pollname) kind = "poll";
  else if (body.text) kind = "button";

  const identityAt = (timestamp: string) =>
    messageIdentity({
      deviceId,
      inboxId: body.inboxid,
      sender: "phone" in from ? from.phone : from.whatsappLid,
      timestamp,
      message: written,
      url: body.url,
    });
  const isTimed = /[1-9]/.test(body.timestamp);
  const arrival = Math.floor(receivedAt.getTime() / REPEATED_WITHIN);
  return {
    ...{ deviceId, from, receivedAt, inboxId: inboxNumber(body.inboxid) },
    name: body.name.slice(0, 120).toWellFormed().trim() || null,
    kind,
    body: written.slice(0, LONGEST_MESSAGE).toWellFormed(),
    identity: identityAt(isTimed ? body.timestamp : `arrival ${arrival}`),
    formerIdentity: isTimed ? null : identityAt(`arrival ${arrival - 1}`),
    mediaUrl: isHttpUrl(body.url) ? body.url : null,
    mediaFilename: body.filename.slice(0, 255).toWellFormed() || null,
    location,
    sentAt: parseTimestamp(body.timestamp, receivedAt),
  };
}
