import type { DoorAnswer } from "../front-door.ts";
import { sentOf } from "../ready-answer.ts";

/** Bytes that are put together, so that they are sent at once. */
const LARGEST_TOGETHER = 128 * 1024;
/** Of a request's own header, more than the longest is. */
const LARGEST_OWN = 16 * 1024;

const STATUS_LINES = { 200: "HTTP/1.1 200 OK", 304: "HTTP/1.1 304 Not Modified" };

let second = 0;
let beginnings = { 200: "", 304: "" };
/** Of an answer, until its request id: another one each second, with the date as RFC 9110, 6.6.1 has it. */
function beginningOf(status: 200 | 304): string {
  const now = Date.now();
  const current = Math.floor(now / 1_000);
  if (current !== second) {
    second = current;
    const rest = `\r\nDate: ${new Date(now).toUTCString()}\r\nX-Request-Id: `;
    beginnings = { 200: STATUS_LINES[200] + rest, 304: STATUS_LINES[304] + rest };
  }
  return beginnings[status];
}

const together = Buffer.allocUnsafe(LARGEST_OWN + LARGEST_TOGETHER);

/** Takes the first `length` of some bytes, which stay as they are until it returns or for good. */
type Send = (bytes: Uint8Array, length: number, isForGood: boolean) => void;

/**
 * Sends an answer's header, or its first lines, and the rest, in one piece or in two.
 * @param head at most 16 kB, of characters up to U+00FF.
 */
export function sendTogether(head: string, rest: Uint8Array, send: Send): void {
  const length = together.write(head, 0, "latin1");
  if (rest.length > LARGEST_TOGETHER) {
    send(together, length, false);
    send(rest, rest.length, true);
  } else {
    together.set(rest, length);
    send(together, length + rest.length, false);
  }
}

/** An answer as it is sent. */
export function writeAnswer(
  { parts, kind, requestId, rateLimit, allowedOrigin }: DoorAnswer,
  send: Send,
): void {
  const beginning = beginningOf(parts.status);
  const origin =
    allowedOrigin === undefined ? "" : `Access-Control-Allow-Origin: ${allowedOrigin}\r\n`;
  const own = `${beginning}${requestId}\r\nRateLimit: ${rateLimit}\r\n${origin}`;
  sendTogether(own, sentOf(kind, parts), send);
}
