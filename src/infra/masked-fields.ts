import { maskedError } from "./masked-error.ts";

const MASK = "[masked]";

/** Names of fields whose values open something, in any spelling. */
const SECRET =
  /pass(word|phrase|wd)|secret|token|authori[sz]ation|cookie|seed|hash|sealed|wrapped|private|(^|[_-]|api)keys?$|^(totp|recovery)?codes?$/i;

/** Names of fields that tell of a person, as this API and its gateway write them. */
const PERSONAL =
  /^(name|phone|e-?mail|to|subject|sender|pengirim|whatsappLid|message|pesan|text|body|html|note|notes|lostReason|tradeIn|caption|content|url|filename|location)$/i;

/** Levels; deeper than this nothing is told. */
const DEEPEST = 6;

/** A line's fields, with what is secret or personal masked at any depth. */
export function maskedFields(fields: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, maskedField(name, value, depth)]),
  );
}

function maskedField(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined) return value;
  if (value instanceof Error) return maskedError(value);
  if (typeof value === "object" && !Array.isArray(value) && !isBytes(value)) {
    return depth < DEEPEST ? maskedFields(value, depth + 1) : MASK;
  }
  if (SECRET.test(name) || PERSONAL.test(name) || isBytes(value)) return MASK;
  if (!Array.isArray(value)) return value;
  return value.map((item) => maskedField(name, item, depth));
}

const isBytes = (value: unknown) => ArrayBuffer.isView(value);
