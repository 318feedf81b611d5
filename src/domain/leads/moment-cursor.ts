import { invalid } from "../errors.ts";

/** A place in a list that is ordered by an instant, then by id. */
export interface MomentCursor {
  at: Date;
  id: string;
}

export const encodeMoment = ({ at, id }: MomentCursor): string =>
  Buffer.from(`${at.getTime()}.${id}`).toString("base64url");

/** @throws DomainError invalid, naming the parameter, when it is no such cursor. */
export function decodeMoment(parameter: string, cursor: string): MomentCursor {
  const written = Buffer.from(cursor, "base64url").toString("latin1");
  const match = /^(\d{1,13})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(written);
  if (!match?.[2]) throw invalid(parameter, "is not a cursor of this list; start again without it");
  return { at: new Date(Number(match[1])), id: match[2] };
}
