import { DomainError } from "../errors.ts";

/** @throws DomainError busy */
export function storeIsAway(): never {
  const words = "Files cannot be kept for a moment. Try again.";
  throw new DomainError("busy", "UNAVAILABLE", words, { retryAfter: 5 });
}
