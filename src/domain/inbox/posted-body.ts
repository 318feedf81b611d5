import type { PostedEvent } from "../../db/index.ts";

export type EventKind = PostedEvent["kind"];

/** Fields as the gateway names them. */
export type PostedFields = Record<string, unknown>;

export interface PostedBody {
  /** What is kept: JSON of the fields, or the text as it came where it has none; never a secret. */
  text: string;
  /** Null when no fields can be read. */
  fields: PostedFields | null;
  /** The device's secret as the gateway told it; null without one. */
  secret: string | null;
}

/** Fields that open something: the body's secret, and the live token in a device's status. */
const SECRET_FIELD = /^(secret|token)$/i;

/**
 * Such a field in a text that is neither JSON nor a form. What is looked for behind a name is
 * bounded, so that the time grows with the length of the text and no faster.
 */
const SECRET_IN_TEXT =
  /(["']?\b(?:secret|token)\b["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s&,}]*)|(name="?(?:secret|token)"?[^\r\n]{0,200}(?:\r?\n[^\r\n]{1,200}){0,5}\r?\n\r?\n)[^\r\n]*/gi;

const plain = (text: string) => text.replaceAll("\u0000", "").toWellFormed();

const isFields = (value: unknown): value is PostedFields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function unreadable(text: string): PostedBody {
  const kept = plain(text).replace(SECRET_IN_TEXT, (_, before, _value, part) => before ?? part);
  return { text: kept, fields: null, secret: null };
}

function secretOf(fields: PostedFields): string | null {
  const name = Object.keys(fields).find((key) => /^secret$/i.test(key));
  const value = name === undefined ? null : fields[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

/** JSON of what was read, without secrets at any depth and without what PostgreSQL cannot store. */
function withoutSecrets(fields: PostedFields): string {
  return JSON.stringify(fields, (name, value) => {
    if (SECRET_FIELD.test(name)) return undefined;
    return typeof value === "string" ? plain(value) : value;
  });
}

function readJson(text: string): PostedBody {
  try {
    const fields: unknown = JSON.parse(text);
    if (!isFields(fields)) return unreadable(text);
    // Nearly every body is kept as it came. A backslash may spell a name or a NUL otherwise.
    const isClean = !/secret|token|\\u/i.test(text) && text.isWellFormed();
    return {
      text: isClean ? text : withoutSecrets(fields),
      fields,
      secret: isClean ? null : secretOf(fields),
    };
  } catch {
    return unreadable(text);
  }
}

/** Several values under one name are a list. */
function readEntries(entries: Iterable<[string, unknown]>): PostedBody {
  const fields: PostedFields = Object.create(null);
  for (const [name, value] of entries) {
    const key = name.replace(/\[\]$/, "");
    const text = value instanceof File ? value.name : value;
    fields[key] = key in fields ? [fields[key], text].flat() : text;
  }
  return { text: withoutSecrets(fields), fields, secret: secretOf(fields) };
}

async function readMultipart(bytes: ArrayBuffer, type: string): Promise<PostedBody> {
  try {
    const form = await new Response(bytes, { headers: { "Content-Type": type } }).formData();
    return readEntries(form.entries());
  } catch {
    return unreadable(new TextDecoder().decode(bytes));
  }
}

/** Reads what was posted, whatever it says of its type. Never throws. */
export async function readPosted(bytes: ArrayBuffer, type: string): Promise<PostedBody> {
  if (/multipart/i.test(type)) return readMultipart(bytes, type);
  const text = new TextDecoder().decode(bytes);
  if (/^\s*[[{"]/.test(text)) return readJson(text);
  if (/x-www-form-urlencoded/i.test(type) || /^[\w[\]%+.-]+=/.test(text)) {
    return text.includes("=") ? readEntries(new URLSearchParams(text)) : unreadable(text);
  }
  return readJson(text);
}

const isFilled = (value: unknown) =>
  value !== undefined && value !== null && value !== "" && value !== "undefined";

/**
 * What a body tells of, by its content: the gateway may be given one address for everything.
 * @param address what the address is for.
 */
export function kindOf(fields: PostedFields | null, address: EventKind): EventKind {
  if (!fields) return address;
  if (isFilled(fields["sender"]) || isFilled(fields["pengirim"])) {
    return address === "submission" ? "submission" : "message";
  }
  const { id, stateid, status, state } = fields;
  if (typeof status === "string" && /^(dis)?connect(ed)?$/i.test(status)) return "device";
  return [id, stateid, status, state].some(isFilled) ? "status" : address;
}
