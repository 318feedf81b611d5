import { uniqueViolation } from "../../db/index.ts";
import { conflict } from "../errors.ts";

/** What a refused write means: a name that the person uses for another one of the same list. */
export function filterConflict(error: unknown): unknown {
  if (!uniqueViolation(error)) return error;
  return conflict("FILTER_EXISTS", "You have a filter of this name already.", [
    { path: "name", message: "is in use" },
  ]);
}
