/**
 * A place in the order of live events: by the transaction that wrote them, then by id. The id is a
 * UUID of version 7, so it tells the moment as well.
 */
export interface LiveCursor {
  transaction: bigint;
  id: string;
}

export const LIVE_CURSOR = /^\d{1,19}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const encodeLiveCursor = ({ transaction, id }: LiveCursor): string => `${transaction}-${id}`;

/** Of a text that LIVE_CURSOR matches. */
export function decodeLiveCursor(text: string): LiveCursor {
  const dash = text.indexOf("-");
  return { transaction: BigInt(text.slice(0, dash)), id: text.slice(dash + 1) };
}

export const isAfter = (one: LiveCursor, other: LiveCursor): boolean =>
  one.transaction === other.transaction ? one.id > other.id : one.transaction > other.transaction;

/** Milliseconds since the epoch, by the database's clock. */
export const momentOf = ({ id }: LiveCursor): number =>
  Number.parseInt(id.slice(0, 13).replace("-", ""), 16);
