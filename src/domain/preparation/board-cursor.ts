import { z } from "zod";
import { invalid } from "../errors.ts";

/** A day; the last place is for cars whose step has none. */
const Cursor = z.tuple([z.union([z.iso.date(), z.literal("infinity")]), z.uuid()]);

/** A place in a column of the board. */
export interface BoardCursor {
  due: string;
  id: string;
}

export const encodePlace = ({ due, id }: BoardCursor): string =>
  Buffer.from(JSON.stringify([due, id])).toString("base64url");

/** @throws DomainError invalid (cursor). */
export function decodePlace(cursor: string): BoardCursor {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    value = null;
  }
  const parsed = Cursor.safeParse(value);
  // PostgreSQL knows no year 0000.
  if (!parsed.success || parsed.data[0].startsWith("0000")) {
    throw invalid("cursor", "is not a cursor of this list; start again without it");
  }
  return { due: parsed.data[0], id: parsed.data[1] };
}
