import { conflict } from "../errors.ts";
import { type CarStatus, STATUSES } from "./vocabulary.ts";

/** From each status, where a change of a car may lead. A sold car comes back by reopening its sale. */
const MOVES: Record<CarStatus, readonly CarStatus[]> = {
  draft: ["available"],
  available: ["draft", "booking", "sold"],
  booking: ["available", "sold"],
  sold: [],
};

/** The statuses from which a change of a car may lead to another. */
export const legalBefore = (to: CarStatus): CarStatus[] =>
  STATUSES.filter((from) => MOVES[from].includes(to));

/** @throws DomainError conflict ILLEGAL_MOVE. */
export function assertLegalMove(from: CarStatus, to: CarStatus): void {
  if (from === to || MOVES[from].includes(to)) return;
  if (from === "sold") {
    throw conflict("ILLEGAL_MOVE", "A sold car comes back by POST …/reopen, with a reason.", [
      { path: "status", message: "must be sold until the sale is reopened" },
    ]);
  }
  throw conflict(
    "ILLEGAL_MOVE",
    `A car that is ${from} cannot become ${to}, only ${MOVES[from].join(" or ")}.`,
    [{ path: "status", message: `must be ${MOVES[from].join(" or ")}` }],
  );
}
