import type { ByteRange } from "../infra/object-store.ts";

/** What a Range header asks for; null for all, also where it asks for what is not there. */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | null {
  const [, from = "", to = ""] = /^bytes=(\d{0,12})-(\d{0,12})$/.exec(header ?? "") ?? [];
  if (!from && !to) return null;
  const start = from ? Number(from) : Math.max(0, bytes - Number(to));
  const end = from && to ? Math.min(Number(to), bytes - 1) : bytes - 1;
  return start <= end ? { start, end } : null;
}

/** What an answer of some of a file, or of all of it, says of its length. */
export const rangeHeaders = (range: ByteRange | null, bytes: number) => ({
  "Content-Length": String(range ? range.end - range.start + 1 : bytes),
  "Accept-Ranges": "bytes",
  ...(range && { "Content-Range": `bytes ${range.start}-${range.end}/${bytes}` }),
});
