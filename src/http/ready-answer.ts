/** Answers whose bytes and headers are made once, however often they are given. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, zstdCompress } from "node:zlib";
import type { PageViews } from "../domain/cars/views/view-counter.ts";
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
  /** By encoding, or for clients that hold the body. */
  shared: Partial<Record<Encoding | "unchanged", Headers>>;
}

interface Variant {
  /** Shared by all responses with it; bytes would be copied into each. */
  body: Blob;
  encoding: Encoding;
  etag: string;
}

export interface ReadyAnswer {
  /** Of the catalogue that it shows. */
  version: number;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  kind: AnswerKind;
  /** Of the page of a car. */
  views: PageViews | null;
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

function variantOf(digest: string, encoding: Encoding, bytes: Uint8Array<ArrayBuffer>): Variant {
  const etag = encoding === "identity" ? `"${digest}"` : `"${digest}-${encoding}"`;
  return { body: new Blob([bytes]), encoding, etag };
}

type Known = Pick<ReadyAnswer, "version" | "expiresAt" | "kind" | "views">;

export function makeReady({ body }: PublicBody, known: Known): ReadyAnswer {
  const bytes = Buffer.from(body);
  const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  const variants = { identity: variantOf(digest, "identity", bytes) };
  return { ...known, digest, variants };
}

/** Adds a compressed body, unless it is there; once, however many ask. */
export async function addEncoding(answer: ReadyAnswer, encoding: Encoding): Promise<void> {
  const plain = answer.variants.identity;
  if (answer.variants[encoding] || !plain || encoding === "identity") return;
  if (plain.body.size < SMALLEST_COMPRESSED) {
    answer.variants[encoding] = plain;
    return;
  }
  answer.underWay ??= {};
  answer.underWay[encoding] ??= plain.body
    .bytes()
    .then(compress[encoding])
    .then((bytes) => {
      answer.variants[encoding] = variantOf(answer.digest, encoding, new Uint8Array(bytes));
      delete answer.underWay?.[encoding];
    });
  await answer.underWay[encoding];
}

/** Bytes of an answer, and of each body beside its own bytes, by the memory that many were seen to take. */
const OVERHEAD = 500;
const BODY_OVERHEAD = 450;
/** What the allocator rounds bodies up to, likewise. */
const ROUNDING = 1.3;

/** Bytes that it takes in memory. */
export const sizeOf = ({ variants }: ReadyAnswer): number =>
  Object.values(variants).reduce(
    (sum, { body }) => sum + Math.ceil(body.size * ROUNDING) + BODY_OVERHEAD,
    OVERHEAD,
  );

/** Whether a client holds these bytes already (RFC 9110, 13.1.2). */
function holds(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch === "*") return true;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

/** What a response is made of; no body where the client holds it. */
export interface ReadyParts {
  body: Blob | null;
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
    ? { body: null, status: 304, variant }
    : { body: variant.body, status: 200, variant };
}

/** The headers that go with it, for everybody alike. */
export function readyHeaders(
  { type, headers }: AnswerKind,
  { status, variant: { encoding, etag } }: ReadyParts,
): Record<string, string> {
  const common = { ...COMMON, ...headers, ETag: etag };
  if (status === 304) return common;
  const whole = { ...common, "Content-Type": type };
  return encoding === "identity" ? whole : { ...whole, "Content-Encoding": encoding };
}

/**
 * The same, in one object for all answers of a kind. A response copies them: what is one answer's
 * or one request's own is set on them before, each time, which costs a fraction of setting it on
 * the response.
 */
export function sharedHeaders(kind: AnswerKind, parts: ReadyParts): Headers {
  const name = parts.status === 304 ? "unchanged" : parts.variant.encoding;
  kind.shared[name] ??= new Headers(readyHeaders(kind, parts));
  const headers = kind.shared[name] as Headers;
  headers.set("ETag", parts.variant.etag);
  return headers;
}
