/** A GET without a body, told from the bytes of a connection. */
export interface Get {
  /** Path and query, as they came. */
  target: string;
  /** The header as it came. */
  lines: string;
  /** Where the next request begins. */
  end: number;
}

const END = "\r\n\r\n";
const START = "GET /";
const VERSION = " HTTP/1.1";
/** Characters; the server behind has a limit of its own, and says so. */
const LONGEST = 8_192;

/** Field lines of RFC 9112, 5, without what it calls obsolete. */
const FIELDS = /^(?:[\w!#$%&'*+.^`|~-]+:[\t -~]*\r\n)+$/;

/** By which a request says more than what it asks for: of a body, of the connection, of another protocol. */
const BEYOND = new Set(
  ["content-length", "transfer-encoding", "expect", "upgrade", "te", "trailer"].concat([
    "proxy-connection",
    "keep-alive",
    "http2-settings",
  ]),
);

/**
 * Reads a request in the one form that almost all of them have, and knows no other: null for what is
 * not whole, is another method, or is written in any other way.
 * @param text the bytes as Latin-1.
 * @param at where it begins.
 */
export function readGet(text: string, at: number): Get | null {
  if (!text.startsWith(START, at)) return null;
  const first = text.indexOf("\r\n", at);
  const end = text.indexOf(END, first);
  if (first < 0 || end <= first || end - at > LONGEST) return null;
  if (!text.endsWith(VERSION, first)) return null;
  const target = text.slice(at + "GET ".length, first - VERSION.length);
  return { target, lines: text.slice(first + 2, end + 2), end: end + END.length };
}

/** Fields; the server behind refuses more than 200. */
const MOST_FIELDS = 100;

/** Headers that are remembered: a client says the same each time, and many clients do. */
const MOST_KNOWN = 2_000;
/** Characters of each. */
const LONGEST_KNOWN = 1_000;
/** Of credentials, which are nobody's to remember. */
const SECRET = /auth|cookie|token|key|secret/i;
const known = new Map<string, Record<string, string>>();

/**
 * The fields of a request's header, by their names in lower case; null where they say more than what
 * is asked for, or one comes twice: what that means is for the server behind to say.
 * @param lines as `readGet` gives them.
 */
export function readFields(lines: string): Record<string, string> | null {
  const found = known.get(lines);
  if (found) return found;
  const fields = parseFields(lines);
  if (!fields || lines.length > LONGEST_KNOWN || SECRET.test(lines)) return fields;
  if (known.size >= MOST_KNOWN) known.clear();
  // A part of a text keeps the whole of it in memory.
  const own = Buffer.from(lines, "latin1").toString("latin1");
  known.set(own, parseFields(own) ?? fields);
  return fields;
}

function parseFields(lines: string): Record<string, string> | null {
  if (!FIELDS.test(lines)) return null;
  const fields: Record<string, string> = {};
  let count = 0;
  for (let at = 0; at < lines.length; ) {
    const colon = lines.indexOf(":", at);
    const end = lines.indexOf("\r\n", colon);
    const name = lines.slice(at, colon).toLowerCase();
    const value = lines.slice(colon + 1, end).trim();
    if (BEYOND.has(name) || name in fields) return null;
    if (name === "connection" && value.toLowerCase() !== "keep-alive") return null;
    fields[name] = value;
    count += 1;
    at = end + 2;
  }
  return count > MOST_FIELDS ? null : fields;
}
