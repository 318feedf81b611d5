import { STATUS_CODES } from "node:http";
import type { AppEnv } from "../env.ts";

/** Answers a request by the whole chain of middleware. */
export type Fetch = (
  request: Request,
  bindings: AppEnv["Bindings"],
) => Response | Promise<Response>;

/** Whose answers are short, come at once and say how long they are. */
const MADE_HERE = /^\/api\/(?:cars|site)(?![^/?])/;

/** A name or an address, and perhaps a port. */
const PLAIN_HOST = /^[\w.:[\]-]+$/;

/**
 * The request for a plain GET of the public API; null for another one, and for an address that the
 * server behind might read in another way.
 */
export function readRequest(target: string, headers: Record<string, string>): Request | null {
  const { host } = headers;
  if (host === undefined || !PLAIN_HOST.test(host) || !MADE_HERE.test(target)) return null;
  const address = `http://${host}${target}`;
  if (URL.parse(address)?.href !== address) return null;
  return new Request(address, { headers });
}

/** By the chain, what is sent to a request without a body: the header, and the body. */
export async function makeAnswer(
  fetch: Fetch,
  request: Request,
  peer: string,
): Promise<{ head: string; body: Uint8Array }> {
  const requestIP = () => ({ address: peer, family: "IPv4", port: 0 }) as const;
  const response = await fetch(request, { server: { requestIP } });
  const { status } = response;
  const body = await response.bytes();
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nDate: ${new Date().toUTCString()}\r\n`;
  for (const [name, value] of response.headers) {
    if (name !== "content-length") head += `${name}: ${value}\r\n`;
  }
  if (status !== 304 && status !== 204) head += `Content-Length: ${body.length}\r\n`;
  return { head: `${head}\r\n`, body };
}
