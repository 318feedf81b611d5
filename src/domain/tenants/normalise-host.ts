import { LRUCache } from "lru-cache";

/** Host headers seen lately; a stranger's random ones push each other out. */
const seen = new LRUCache<string, { host: string | null }>({ max: 2_000 });

/**
 * A Host header as the name it is registered under: lower case, ASCII (punycode), without port
 * and trailing dot. Null when it is not a host name.
 */
export function normaliseHost(header: string): string | null {
  const known = seen.get(header);
  if (known) return known.host;
  const host = parseHost(header);
  seen.set(header, { host });
  return host;
}

function parseHost(header: string): string | null {
  if (header.length > 260 || /[\s/@?#\\]/.test(header)) return null;
  const url = URL.parse(`http://${header}`);
  return url?.hostname.replace(/\.$/, "") || null;
}
