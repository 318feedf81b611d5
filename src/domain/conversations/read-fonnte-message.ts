import { invalid } from "../errors.ts";
import type { FonnteBody } from "./fonnte-body.ts";
import { isCrowd, parseLocation, parseSender, parseTimestamp } from "./fonnte-fields.ts";
import type { IncomingMessage } from "./incoming-message.ts";
import { messageIdentity } from "./message-identity.ts";
import { LONGEST_MESSAGE, type MessageKind } from "./schemas.ts";

/** Stands for a photo or file when the dealership's plan at the gateway leaves media out. */
const MEDIA_LEFT_OUT = "non-text message";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const isHttpUrl = (value: string): boolean =>
  value.length <= 2_000 && /^https?:\/\//i.test(value) && URL.canParse(value);

function pollText(pollname: string, choices: unknown): string {
  const chosen = (Array.isArray(choices) ? choices : [choices])
    .filter((choice) => typeof choice === "string" || typeof choice === "number")
    .join(", ");
  return [pollname, chosen].filter(Boolean).join(": ").replaceAll("\u0000", "").toWellFormed();
}

/**
 * Reads a body of the gateway's webhook. Null for what is no message of one person: groups, and
 * the status of messages and devices.
 * @throws DomainError invalid for a sender who is nobody.
 */
export function readFonnteMessage(
  body: FonnteBody,
  deviceId: string,
  now: Date,
): IncomingMessage | null {
  const sender = body.sender || body.pengirim;
  if (!sender && (body.status || body.state)) return null;
  const inGroup = /^(true|1)$/i.test(body.isgroup) || textOf(body.member).trim() !== "";
  if (inGroup || isCrowd(sender)) return null;
  const from = parseSender(sender);
  if (!from) throw invalid("sender", "is neither a phone number nor a WhatsApp id");

  const message = body.message || body.pesan;
  const location = parseLocation(textOf(body.location));
  const poll = pollText(body.pollname, body.choices);
  const written = message || body.text || poll;
  let kind: MessageKind = "text";
  if (body.url || body.filename || message === MEDIA_LEFT_OUT) kind = "media";
  else if (location) kind = "location";
  else if (body.pollname) kind = "poll";
  else if (body.text) kind = "button";
  return {
    from,
    name: body.name.slice(0, 120).toWellFormed().trim() || null,
    kind,
    body: written.slice(0, LONGEST_MESSAGE).toWellFormed(),
    identity: messageIdentity({
      deviceId,
      inboxId: body.inboxid,
      sender: "phone" in from ? from.phone : from.whatsappLid,
      timestamp: body.timestamp,
      message: written,
      url: body.url,
    }),
    mediaUrl: isHttpUrl(body.url) ? body.url : null,
    mediaFilename: body.filename.slice(0, 255).toWellFormed() || null,
    location,
    sentAt: parseTimestamp(body.timestamp, now),
  };
}
