import { z } from "zod";
import { invalid } from "../errors.ts";
import { SORTS, type Sort } from "./car-query.ts";

/** From 1970 on; PostgreSQL knows no year 0000, and no offset of 16 hours or more. */
const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= 0 && !/[+-](1[6-9]|2\d):\d\d$/.test(text));

const Cursor = z.tuple([z.enum([...SORTS, "relevance"]), z.union([Instant, z.int()]), z.uuid()]);

type AnySort = Sort | "relevance";

export interface CarCursor {
  /** Of the last car seen: its sort key, or its rank by relevance, then its id. */
  key: string | number;
  id: string;
}

export const encodeCursor = (sort: AnySort, { key, id }: CarCursor): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString("base64url");

/** @throws DomainError invalid when it is not a cursor of this sort. */
export function decodeCursor(sort: AnySort, cursor: string): CarCursor {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    value = null;
  }
  const parsed = Cursor.safeParse(value);
  const fits =
    parsed.success &&
    parsed.data[0] === sort &&
    (typeof parsed.data[1] === "string") === (sort === "newest");
  if (!fits) throw invalid("cursor", "is not a cursor of this list; start again without it");
  return { key: parsed.data[1], id: parsed.data[2] };
}
