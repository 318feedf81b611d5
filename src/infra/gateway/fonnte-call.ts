/** One call of the gateway, and how far it came: what decides whether it may be made again. */

/** Bytes; the longest answer is a picture of some 20 KB. */
const ANSWER_LIMIT = 1024 * 1024;
/** Seconds; a longer pause is not waited for. */
const LONGEST_RETRY_AFTER = 3_600;

export type FonnteAnswer =
  | { kind: "answered"; isDone: boolean; reason: string; fields: Record<string, unknown> }
  | { kind: "unreachable"; detail: string; retryAfterSeconds?: number }
  | { kind: "unknown"; detail: string };

/** The connection was never made, or not trusted: nothing of the request left. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EPROTO|ERR_TLS\w*|ERR_SSL\w*|CERT_\w+|DEPTH_ZERO\w*|SELF_SIGNED\w*|UNABLE_TO_\w+|FailedToOpenSocket|ConnectionRefused)$/;

const unknown = (detail: string): FonnteAnswer => ({ kind: "unknown", detail });

/** Posts a form under a device's token. Never throws. `timeLimit` in milliseconds. */
export async function postForm(
  url: URL,
  token: string,
  form: FormData | URLSearchParams,
  timeLimit: number,
): Promise<FonnteAnswer> {
  try {
    const response = await fetch(url, {
      ...{ method: "POST", body: form, headers: { Authorization: token } },
      // A connection that was used before may be closed already: the client would post again.
      ...{ keepalive: false, redirect: "manual" },
      signal: AbortSignal.timeout(timeLimit),
    });
    return read(response, await textOf(response));
  } catch (error) {
    const { name = "", code = "" } = error as { name?: string; code?: unknown };
    const word = typeof code === "string" ? code : name;
    if (NEVER_SENT.test(word)) return { kind: "unreachable", detail: word };
    return unknown(name === "TimeoutError" ? "no answer in time" : `the connection broke: ${word}`);
  }
}

function read({ status, headers }: Response, text: string | null): FonnteAnswer {
  if (status === 429 || status === 503) {
    const pause = Number(headers.get("Retry-After") ?? "");
    const retryAfterSeconds = pause > 0 ? Math.min(pause, LONGEST_RETRY_AFTER) : undefined;
    return { kind: "unreachable", detail: `status ${status}`, retryAfterSeconds };
  }
  const isRefusal = status >= 400 && status < 500 && status !== 408;
  if (status !== 200 && !isRefusal) return unknown(`status ${status}`);
  const fields = text === null ? null : fieldsOf(text);
  const told = fields?.["status"];
  const isDone = told === true || told === "true";
  if (status === 200 && fields && isDone) return { kind: "answered", isDone, reason: "", fields };
  const refuses = told === false || told === "false";
  const reason = String(fields?.["reason"] ?? fields?.["detail"] ?? "");
  if (fields && refuses) return { kind: "answered", isDone: false, reason, fields };
  if (!isRefusal) return unknown("the answer makes no sense");
  const fallback = status === 401 || status === 403 ? "token invalid" : `status ${status}`;
  return { kind: "answered", isDone: false, reason: reason || fallback, fields: fields ?? {} };
}

/** The fields of a JSON object, in lower case: the gateway's spelling varies. */
function fieldsOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]),
    );
  } catch {
    return null;
  }
}

/** The body, or null when it is too long. */
async function textOf(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > ANSWER_LIMIT) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
