/** What a log tells of an error: its kind and place, and nothing that somebody sent. */

const MASK = "[masked]";
/** Errors that were caused by others. */
const DEEPEST = 3;

/** Names that a database quotes: they are the schema's own. */
const NAMED =
  /\b(?:column|relation|constraint|table|index|function|role|schema) "[a-z_][a-z0-9_.]*"/y;

/** Addresses of mail, telephone numbers, and the random texts that open something. */
const TELLING = /[^\s"'`<>]+@[^\s"'`<>]+|\+?\d[\d -]{5,}\d|\b(?=[\w+/=-]*\d)[\w+/=-]{20,}/g;

/** Keeps names of the schema and ends at anything else in double quotes, where values are shown. */
function beforeValues(message: string): string {
  for (let at = message.indexOf('"'); at >= 0; at = message.indexOf('"', at + 1)) {
    const word = message.lastIndexOf(" ", at - 2) + 1;
    NAMED.lastIndex = word;
    if (!NAMED.test(message)) return `${message.slice(0, at)}${MASK}`;
    at = NAMED.lastIndex - 1;
  }
  return message;
}

/** Prisma writes a call with all its values first, and what is wrong with it last. */
function essential(name: string, message: string): string {
  const lines = message.split("\n\n").map((part) => part.trim());
  return (name.startsWith("Prisma") ? lines.at(-1) : lines[0]) ?? "";
}

const masked = (name: string, message: string): string =>
  beforeValues(essential(name, message)).replace(TELLING, MASK).slice(0, 500);

/** The frames of a stack, without the message that stands before them. */
function framesOf(stack: string, message: string): string[] {
  const lines = stack.replace(message, "").split("\n");
  return lines.map((line) => line.trim()).filter((line) => /^at [^"]+:\d+:\d+\)?$/.test(line));
}

const isCode = (code: unknown): code is string =>
  typeof code === "string" && /^[A-Z0-9_]{2,40}$/.test(code);

export function maskedError(error: unknown, depth = 1): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack = "", cause } = error;
  const code = "code" in error ? error.code : undefined;
  return {
    type: name,
    ...(isCode(code) && { code }),
    message: masked(name, message),
    stack: framesOf(stack, message),
    ...(cause instanceof Error && depth < DEEPEST && { cause: maskedError(cause, depth + 1) }),
  };
}
