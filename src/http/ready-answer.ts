/** Answers whose bytes and headers are made once, however often they are given. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, zstdCompress } from "node:zlib";
import type { PageViews } from "../domain/cars/views/view-counter.ts";
import type { LoggedOutcome } from "../infra/access-log.ts";
import type { ENCODINGS, Encoding } from "./accepted-encoding.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

/** What is answered to everybody alike, and kept until the dealership's catalogue changes. */
export interface PublicBody {
  /** The media type, with its charset where it has one. */
  type: string;
  body: string;
  /** Of the car whose page it is. */
  carId?: string;
}

/** What the answers by one route and of one media type share. */
export interface AnswerKind {
  /** By which it is documented. */
  route: string;
  type: string;
  /** Of every answer by this route. */
  headers: Record<string, string>;
  /** The header as it is sent, but for what is one answer's own; by encoding, or for clients that hold the body. */
  lines: Partial<Record<Encoding | "unchanged", string>>;
}

interface Variant {
  encoding: Encoding;
  etag: string;
  body: Uint8Array<ArrayBuffer>;
  /** What is sent to everybody alike after a request's own header: the rest of the header, and this body. */
  sent: Uint8Array<ArrayBuffer>;
  /** The same for clients that hold the body, once one did. */
  sentUnchanged?: Uint8Array<ArrayBuffer>;
}

export interface ReadyAnswer {
  /** Of the catalogue that it shows. */
  version: number;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  kind: AnswerKind;
  /** Of the page of a car. */
  views: PageViews | null;
  /** What the access log says of it, by status. */
  logged: Partial<Record<ReadyParts["status"], LoggedOutcome>>;
  digest: string;
  variants: Partial<Record<Encoding, Variant>>;
  /** Bodies that are being compressed. */
  underWay?: Partial<Record<Encoding, Promise<void>>>;
}

/**
 * Browsers ask again each time, which costs a 304. A shared cache holds an answer for a second, and
 * gives it for half a minute more while it asks again, or for five minutes while nobody answers.
 */
const CACHE_CONTROL =
  "public, max-age=0, s-maxage=1, stale-while-revalidate=30, stale-if-error=300";

/** Bytes below which a compressed body is no shorter worth the header. */
const SMALLEST_COMPRESSED = 200;

const compress: Record<(typeof ENCODINGS)[number], (bytes: Uint8Array) => Promise<Buffer>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  zstd: (bytes) => promisify(zstdCompress)(bytes),
  gzip: (bytes) => promisify(gzip)(bytes),
};

const COMMON = { "Cache-Control": CACHE_CONTROL, ...SECURITY_HEADERS };

function linesOf(kind: AnswerKind, name: Encoding | "unchanged"): string {
  kind.lines[name] ??= Object.entries(headersOf(kind, name))
    .map(([header, value]) => `${header}: ${value}\r\n`)
    .join("");
  return kind.lines[name];
}

function variantOf(
  { kind, digest }: Pick<ReadyAnswer, "kind" | "digest">,
  encoding: Encoding,
  body: string | Uint8Array,
): Variant {
  const etag = encoding === "identity" ? `"${digest}"` : `"${digest}-${encoding}"`;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  const head = `ETag: ${etag}\r\nContent-Length: ${length}\r\n${linesOf(kind, encoding)}\r\n`;
  const sent = Buffer.allocUnsafeSlow(Buffer.byteLength(head) + length);
  const at = sent.write(head);
  if (typeof body === "string") sent.write(body, at);
  else sent.set(body, at);
  return { encoding, etag, sent, body: sent.subarray(at) };
}

type Known = Pick<ReadyAnswer, "version" | "expiresAt" | "kind" | "views">;

export function makeReady({ body }: PublicBody, known: Known): ReadyAnswer {
  const digest = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  const variants = { identity: variantOf({ ...known, digest }, "identity", body) };
  return { ...known, logged: {}, digest, variants };
}

/** Adds a compressed body, unless it is there; once, however many ask. */
export async function addEncoding(answer: ReadyAnswer, encoding: Encoding): Promise<void> {
  const plain = answer.variants.identity;
  if (answer.variants[encoding] || !plain || encoding === "identity") return;
  if (plain.body.length < SMALLEST_COMPRESSED) {
    answer.variants[encoding] = plain;
    return;
  }
  answer.underWay ??= {};
  answer.underWay[encoding] ??= compress[encoding](plain.body).then((bytes) => {
    answer.variants[encoding] = variantOf(answer, encoding, bytes);
    delete answer.underWay?.[encoding];
  });
  await answer.underWay[encoding];
}

/** Bytes of an answer, and of each body beside what is sent of it, by the memory that many were seen to take. */
const OVERHEAD = 500;
const BODY_OVERHEAD = 1_100;
/** What the allocator rounds bodies up to, likewise. */
const ROUNDING = 1.3;

/** Bytes that it takes in memory. */
export const sizeOf = ({ variants }: ReadyAnswer): number =>
  Object.values(variants).reduce(
    (sum, { sent }) => sum + Math.ceil(sent.length * ROUNDING) + BODY_OVERHEAD,
    OVERHEAD,
  );

/** Whether a client holds these bytes already (RFC 9110, 13.1.2). */
function holds(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch === "*") return true;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

/** Of an answer, what a request is given; nothing of the body where its client holds it. */
export interface ReadyParts {
  status: 200 | 304;
  variant: Variant;
}

/** The answer to a request; null where its encoding has not been made yet. */
export function giveReady(
  { variants }: ReadyAnswer,
  encoding: Encoding,
  ifNoneMatch: string | null | undefined,
): ReadyParts | null {
  const variant = variants[encoding];
  if (!variant) return null;
  return ifNoneMatch != null && holds(ifNoneMatch, variant.etag)
    ? { status: 304, variant }
    : { status: 200, variant };
}

function headersOf({ type, headers }: AnswerKind, name: Encoding | "unchanged") {
  const common = { ...COMMON, ...headers };
  if (name === "unchanged") return common;
  const whole = { ...common, "Content-Type": type };
  return name === "identity" ? whole : { ...whole, "Content-Encoding": name };
}

const nameOf = ({ status, variant }: ReadyParts) =>
  status === 304 ? "unchanged" : variant.encoding;

/** The headers that go with it, for everybody alike. */
export const readyHeaders = (kind: AnswerKind, parts: ReadyParts): Record<string, string> => ({
  ...headersOf(kind, nameOf(parts)),
  ETag: parts.variant.etag,
});

/** Nothing where the client holds it. */
export const bodyOf = ({ status, variant }: ReadyParts): Variant["body"] | null =>
  status === 304 ? null : variant.body;

/** What is sent of it after a request's own header: the rest of the header, and the body. */
export function sentOf(kind: AnswerKind, { status, variant }: ReadyParts): Uint8Array {
  if (status === 200) return variant.sent;
  variant.sentUnchanged ??= new TextEncoder().encode(
    `ETag: ${variant.etag}\r\n${linesOf(kind, "unchanged")}\r\n`,
  );
  return variant.sentUnchanged;
}
