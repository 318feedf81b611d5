/** Answers whose bytes and headers are made once, however often they are given. */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, zstdCompress } from "node:zlib";
import type { ENCODINGS, Encoding } from "./accepted-encoding.ts";
import { EXPOSED_HEADERS } from "./middleware/own-domains-cors.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

/** What is answered to everybody alike, and kept until the dealership's catalogue changes. */
export interface PublicBody {
  /** The media type, with its charset where it has one. */
  type: string;
  body: string;
}

interface Variant {
  bytes: Uint8Array<ArrayBuffer>;
  etag: string;
  /** What a response copies: with a body, and without one as its client holds it. */
  headers: Record<"given" | "unchanged", Templates>;
}

/** With the headers of CORS, for a client that sends no Origin, and without. */
type Templates = Record<"withCors" | "withoutCors", Headers>;

export interface ReadyAnswer {
  /** Of the catalogue that it shows. */
  version: number;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** By which it is documented. */
  route: string;
  type: string;
  digest: string;
  variants: Partial<Record<Encoding, Variant>>;
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

const COMMON = {
  ...{ "Cache-Control": CACHE_CONTROL, Vary: "Accept-Encoding" },
  ...SECURITY_HEADERS,
};
/** What CORS adds for whoever may read answers from a page of another host. */
const CORS = {
  Vary: `${COMMON.Vary}, Origin`,
  "Access-Control-Expose-Headers": EXPOSED_HEADERS.join(","),
};

/** Made once for each kind of answer. */
const templates = new Map<string, Templates>();

/** @param type null for a 304, which has no body. */
function templatesOf(type: string | null, encoding: Encoding): Templates {
  const key = `${encoding} ${type}`;
  const known = templates.get(key);
  if (known) return known;
  const own = {
    ...(type !== null && { "Content-Type": type }),
    ...(type !== null && encoding !== "identity" && { "Content-Encoding": encoding }),
  };
  const made = {
    withCors: new Headers({ ...COMMON, ...CORS, ...own }),
    withoutCors: new Headers({ ...COMMON, ...own }),
  };
  templates.set(key, made);
  return made;
}

type Named = Pick<ReadyAnswer, "digest" | "type">;

const variantOf = ({ digest, type }: Named, encoding: Encoding, bytes: Uint8Array): Variant => ({
  bytes: new Uint8Array(bytes),
  etag: encoding === "identity" ? `"${digest}"` : `"${digest}-${encoding}"`,
  headers: { given: templatesOf(type, encoding), unchanged: templatesOf(null, encoding) },
});

type Known = Pick<ReadyAnswer, "version" | "expiresAt" | "route">;

export function makeReady({ type, body }: PublicBody, known: Known): ReadyAnswer {
  const bytes = Buffer.from(body);
  const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  const answer: ReadyAnswer = { ...known, type, digest, variants: {} };
  answer.variants.identity = variantOf(answer, "identity", bytes);
  return answer;
}

/** Adds a compressed body, unless it is there. */
export async function addEncoding(answer: ReadyAnswer, encoding: Encoding): Promise<void> {
  const plain = answer.variants.identity;
  if (answer.variants[encoding] || !plain || encoding === "identity") return;
  answer.variants[encoding] =
    plain.bytes.length < SMALLEST_COMPRESSED
      ? plain
      : variantOf(answer, encoding, await compress[encoding](plain.bytes));
}

/** Of an answer besides its bytes, by the memory that many were seen to take. */
const OVERHEAD = 600;

/** Bytes that it takes in memory. */
export const sizeOf = ({ variants }: ReadyAnswer): number =>
  Object.values(variants).reduce((sum, { bytes }) => sum + bytes.length, OVERHEAD);

/** Whether a client holds these bytes already (RFC 9110, 13.1.2). */
function holds(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch === "*") return true;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

/**
 * The answer to a request; null where its encoding has not been made yet.
 * @param hasCors whether it has the headers of CORS for a client that sends no Origin.
 */
export function giveReady(
  answer: ReadyAnswer,
  encoding: Encoding,
  { ifNoneMatch, hasCors }: { ifNoneMatch: string | null | undefined; hasCors: boolean },
): Response | null {
  const variant = answer.variants[encoding];
  if (!variant) return null;
  const isHeld = ifNoneMatch != null && holds(ifNoneMatch, variant.etag);
  const headers = variant.headers[isHeld ? "unchanged" : "given"];
  const response = new Response(isHeld ? null : variant.bytes, {
    status: isHeld ? 304 : 200,
    headers: hasCors ? headers.withCors : headers.withoutCors,
  });
  response.headers.set("ETag", variant.etag);
  return response;
}
