import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** Milliseconds for all of it: names, redirects, and the last byte. */
const TIME_LIMIT = 30_000;
/** Bytes; WhatsApp's own limit of pictures, sound and video. */
export const SIZE_LIMIT = 16 * 1024 * 1024;
const MOST_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];
/** Where web servers answer; anything else may be another kind of service. */
const PORTS = [80, 443, 8443];

/** What came of fetching a file. */
export type Fetched =
  | { kind: "fetched"; bytes: Uint8Array }
  /** It is not ours to fetch, today or later. */
  | { kind: "refused"; reason: "address" | "size" | "redirects" }
  | { kind: "gone" }
  /** It may succeed later; the reason holds nothing of the address. */
  | { kind: "failed"; reason: string };

/** Fetches a file from an address that a stranger may have chosen. Never throws. */
export type GuardedFetch = (url: string) => Promise<Fetched>;

export interface Destination {
  address: string;
  port: number;
}

export interface GuardedFetchOptions {
  /** Instead of the public internet at the ports of the web. */
  isAllowed?(destination: Destination): boolean;
  /** The IP addresses of a name. */
  resolve?(name: string): Promise<string[]>;
  /** A certificate authority (PEM) besides the usual ones. */
  authority?: string;
  /** Milliseconds. */
  timeLimit?: number;
}

class Refusal extends Error {
  constructor(readonly reason: Extract<Fetched, { kind: "refused" }>["reason"]) {
    super(reason);
  }
}

const isPublic = ({ address, port }: Destination) =>
  PORTS.includes(port) && isPublicAddress(address);

const resolveName = async (name: string) =>
  (await lookup(name, { all: true, order: "ipv4first" })).map(({ address }) => address);

/**
 * Every address is looked up once, checked, and connected to as it was checked, so that a name that
 * changes its mind in between leads nowhere else; each redirect is checked again. Nothing is
 * decompressed, and the bytes are counted as they come.
 */
export function createGuardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const { isAllowed = isPublic, resolve = resolveName, authority } = options;

  async function locate(url: URL, signal: AbortSignal): Promise<URL> {
    const isWeb = url.protocol === "http:" || url.protocol === "https:";
    if (!isWeb || url.username || url.password) throw new Refusal("address");
    const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
    const name = url.hostname.replace(/^\[|\]$/g, "");
    const addresses = isIP(name) ? [name] : await orAbort(resolve(name), signal);
    const [first] = addresses;
    if (!first || !addresses.every((address) => isAllowed({ address, port }))) {
      throw new Refusal("address");
    }
    const pinned = new URL(url);
    pinned.hostname = isIP(first) === 6 ? `[${first}]` : first;
    return pinned;
  }

  async function ask(url: URL, signal: AbortSignal): Promise<Response> {
    const pinned = await locate(url, signal);
    const isNamed = pinned.hostname !== url.hostname;
    return fetch(pinned, {
      ...{ signal, redirect: "manual", decompress: false, keepalive: false },
      headers: { Host: url.host, "Accept-Encoding": "identity", "User-Agent": "AutoLeads" },
      tls: {
        ...(isNamed && { serverName: url.hostname }),
        ...(authority && { ca: authority }),
      },
    });
  }

  async function follow(from: string, signal: AbortSignal): Promise<Fetched> {
    let url = parse(from);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const response = await ask(url, signal);
      if (!REDIRECTS.includes(response.status)) return read(response);
      await response.body?.cancel();
      url = parse(response.headers.get("Location") ?? "", url);
    }
    throw new Refusal("redirects");
  }

  return async (from) => {
    const signal = AbortSignal.timeout(options.timeLimit ?? TIME_LIMIT);
    try {
      return await orAbort(follow(from, signal), signal);
    } catch (error) {
      if (error instanceof Refusal) return { kind: "refused", reason: error.reason };
      const { code, name } = error as { code?: unknown; name?: string };
      return { kind: "failed", reason: typeof code === "string" ? code : (name ?? "unknown") };
    }
  };
}

function parse(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url) throw new Refusal("address");
  return url;
}

async function read({ status, headers, body }: Response): Promise<Fetched> {
  const isTooLarge = Number(headers.get("Content-Length") ?? 0) > SIZE_LIMIT;
  if (status !== 200 || isTooLarge) {
    await body?.cancel();
    if (status === 404 || status === 410) return { kind: "gone" };
    if (status !== 200) return { kind: "failed", reason: `HTTP ${status}` };
    throw new Refusal("size");
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > SIZE_LIMIT) throw new Refusal("size");
    parts.push(part);
  }
  return { kind: "fetched", bytes: new Uint8Array(Buffer.concat(parts)) };
}

/** What is promised, or a rejection when the time is over. */
function orAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
