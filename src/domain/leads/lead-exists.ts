import { conflict } from "../errors.ts";

/** The refusal of a phone number that is another lead's; it says nothing of that lead. */
export const leadExists = () =>
  conflict("LEAD_EXISTS", "There is a lead with this phone number already.", [
    { path: "phone", message: "is another lead's" },
  ]);
