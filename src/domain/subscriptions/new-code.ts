import { randomInt } from "node:crypto";

const CODES = 10_000;

/** A code of four digits that is none of these. */
export function newCode(taken: ReadonlySet<string>): string {
  const start = randomInt(CODES);
  for (let n = 0; n < CODES; n += 1) {
    const code = String((start + n) % CODES).padStart(4, "0");
    if (!taken.has(code)) return code;
  }
  throw new Error("no code is left for this number");
}
