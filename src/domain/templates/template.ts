import { text } from "../text.ts";
import { placesOf, TEMPLATE_VARIABLES, unknownVariables } from "./render-template.ts";

/** Variables in one template, which bound the length of what it becomes. */
const MOST_PLACES = 20;

const KNOWN = TEMPLATE_VARIABLES.map((name) => `{{${name}}}`).join(", ");

/** A text of 1 to `max` characters with variables such as {{name}}. */
export const template = (max: number) =>
  text(max)
    .refine((value) => placesOf(value).length <= MOST_PLACES, {
      error: `must have at most ${MOST_PLACES} variables`,
    })
    .refine((value) => unknownVariables(value).length === 0, {
      error: `may have these variables and no others: ${KNOWN}`,
    })
    .openapi({ description: `Variables: ${KNOWN}.` });
