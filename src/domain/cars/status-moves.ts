import type { Actor } from "../../db/index.ts";
import { conflict, forbidden } from "../errors.ts";
import { allows } from "../staff/permissions.ts";
import type { CarStatus } from "./vocabulary.ts";

/** From each status, where a car may go. A sold car comes back only by cars:reopen. */
const MOVES: Record<CarStatus, readonly CarStatus[]> = {
  draft: ["available"],
  available: ["draft", "booking", "sold"],
  booking: ["available", "sold"],
  sold: ["available"],
};

/** @throws DomainError conflict ILLEGAL_MOVE, or forbidden when only the role stands in the way. */
export function assertLegalMove(actor: Actor, from: CarStatus, to: CarStatus): void {
  if (from === to) return;
  if (!MOVES[from].includes(to)) {
    throw conflict(
      "ILLEGAL_MOVE",
      `A car that is ${from} cannot become ${to}, only ${MOVES[from].join(" or ")}.`,
      [{ path: "status", message: `must be ${MOVES[from].join(" or ")}` }],
    );
  }
  if (from === "sold" && !allows(actor, "cars:reopen")) {
    throw forbidden("Your role may not put a sold car back on sale.");
  }
}
