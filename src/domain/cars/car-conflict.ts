import { uniqueViolation } from "../../db/index.ts";
import { conflict } from "../errors.ts";

const TAKEN = {
  display_code: ["displayCode", "DISPLAY_CODE_TAKEN", "Another car has this display code."],
  slug: ["slug", "SLUG_TAKEN", "Another car has, or had, this slug."],
  vin: ["vin", "VIN_TAKEN", "Another car has this VIN."],
} as const;

/** The conflict behind a failed write of a car, or the error itself. */
export function carConflict(error: unknown): unknown {
  const column = uniqueViolation(error);
  if (!column || !(column in TAKEN)) return error;
  const [path, code, message] = TAKEN[column as keyof typeof TAKEN];
  return conflict(code, message, [{ path, message: "is taken" }]);
}

export const slugTaken = () =>
  conflict("SLUG_TAKEN", TAKEN.slug[2], [{ path: "slug", message: "is taken" }]);
