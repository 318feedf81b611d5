/** An answer as it came over a connection. */
export interface RawAnswer {
  status: number;
  /** By names in lower case, in the order of the names. */
  headers: Record<string, string>;
  /** Without the framing of its transfer. */
  body: Buffer;
}

const HEAD_END = "\r\n\r\n";

function unchunk(bytes: Buffer): { body: Buffer; length: number } | null {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) return null;
    const size = Number.parseInt(bytes.toString("latin1", at, end), 16);
    const next = end + 2 + size + 2;
    if (Number.isNaN(size) || next > bytes.length) return null;
    if (size === 0) return { body: Buffer.concat(parts), length: next };
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = next;
  }
}

function bodyOf(head: RawAnswer, rest: Buffer, isEnded: boolean) {
  if (head.status < 200 || head.status === 204 || head.status === 304) {
    return { body: Buffer.alloc(0), length: 0 };
  }
  if (/chunked/i.test(head.headers["transfer-encoding"] ?? "")) return unchunk(rest);
  const given = head.headers["content-length"];
  if (given === undefined) return isEnded ? { body: rest, length: rest.length } : null;
  const length = Number(given);
  return rest.length < length ? null : { body: rest.subarray(0, length), length };
}

/**
 * Reads the answers to requests other than HEAD.
 * @param isEnded whether no more comes.
 * @returns those that are whole, and what is left.
 * @throws where there is something else than an answer.
 */
export function parseAnswers(
  bytes: Buffer,
  isEnded: boolean,
): { answers: RawAnswer[]; rest: Buffer } {
  const answers: RawAnswer[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf(HEAD_END, at);
    if (end < 0) return { answers, rest: bytes.subarray(at) };
    const [first = "", ...lines] = bytes.toString("latin1", at, end).split("\r\n");
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
    if (!status) throw new Error(`this is not an answer: ${first.slice(0, 100)}`);
    const fields = lines
      .map((line) => [
        line.slice(0, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 2),
      ])
      .sort();
    const headers = Object.fromEntries(fields);
    if (Object.keys(headers).length < fields.length) throw new Error(`a header twice: ${lines}`);
    const head = { status, headers, body: Buffer.alloc(0) };
    const found = bodyOf(head, bytes.subarray(end + HEAD_END.length), isEnded);
    if (!found) return { answers, rest: bytes.subarray(at) };
    answers.push({ ...head, body: found.body });
    at = end + HEAD_END.length + found.length;
  }
}
