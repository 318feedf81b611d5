import { ZodError } from "zod";
import { FonnteBody } from "../conversations/fonnte-body.ts";
import type { IncomingMessage } from "../conversations/incoming-message.ts";
import { readFonnteMessage } from "../conversations/read-fonnte-message.ts";
import { readSubmission } from "../conversations/read-submission.ts";
import { type ConnectionReport, readConnection } from "../delivery/note-connections.ts";
import { type DeliveryReport, readStatus } from "../delivery/read-status.ts";
import { DomainError } from "../errors.ts";
import type { PostedFields } from "./posted-body.ts";
import type { WaitingEvent } from "./take-events.ts";

/** What an event says, or the fixed words for why it cannot be read; nothing where it says nothing. */
export type ReadEvent =
  | { message: IncomingMessage }
  | { status: DeliveryReport }
  | { connection: ConnectionReport }
  | { unreadable: string }
  | null;

/** Levels of JSON; the deepest body has four. */
const DEEPEST = 32;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeper(child, levels - 1));
}

function fieldsOf(body: string): PostedFields | null {
  try {
    const fields: unknown = JSON.parse(body);
    const isObject = typeof fields === "object" && fields !== null && !Array.isArray(fields);
    return isObject && !isDeeper(fields, DEEPEST) ? { ...fields } : null;
  } catch {
    return null;
  }
}

function readMessage(event: WaitingEvent, fields: PostedFields): ReadEvent {
  const { deviceId, receivedAt } = event;
  const submission = event.kind === "submission" ? readSubmission(fields) : null;
  try {
    const body = FonnteBody.parse(fields);
    const message = readFonnteMessage(body, { deviceId, receivedAt, submission });
    return message && { message };
  } catch (error) {
    if (error instanceof DomainError) return { unreadable: "sender is missing" };
    if (!(error instanceof ZodError)) return { unreadable: "a field is of another kind" };
    const [field = "a field"] = error.issues[0]?.path ?? [];
    return { unreadable: `${String(field)} is neither a text nor a number` };
  }
}

/** Reads an event. Never throws. */
export function readEvent(event: WaitingEvent): ReadEvent {
  const { deviceId, receivedAt, kind } = event;
  const fields = fieldsOf(event.body);
  if (!fields) return { unreadable: "the body is neither JSON of fields nor a form" };
  if (kind === "status") {
    const status = readStatus(fields, deviceId, receivedAt);
    return status && { status };
  }
  if (kind === "device") {
    const connection = readConnection(fields, deviceId, receivedAt);
    return connection ? { connection } : { unreadable: "status is neither connect nor disconnect" };
  }
  return readMessage(event, fields);
}
