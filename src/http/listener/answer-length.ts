/**
 * Bytes of an answer to a GET, with its head, by the bytes that it begins with; null where they do
 * not tell, or the connection ends with it.
 */
export function answerLength(beginning: Buffer): number | null {
  const end = beginning.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const head = beginning.toString("latin1", 0, end + 2);
  const status = /^HTTP\/1\.1 ([2-5]\d\d) /.exec(head)?.[1];
  if (
    status === undefined ||
    /\r\n(?:transfer-encoding|upgrade):|\r\nconnection: *close/i.test(head)
  )
    return null;
  const whole = end + "\r\n\r\n".length;
  if (status === "204" || status === "304") return whole;
  const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(head)?.[1];
  return length === undefined ? null : whole + Number(length);
}
