import { invalid } from "../../src/domain/errors.ts";
import type { OpeningHours } from "../../src/domain/tenants/schemas.ts";
import { setOpeningHours } from "../../src/domain/tenants/set-opening-hours.ts";
import { type Command, required } from "./arguments.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const PLACES = new Map<string, number>(DAYS.map((day, place) => [day, place]));

/**
 * Reads "mon-fri 09:00-18:00, sat 09:00-15:00"; days that are not named are closed. Null for "always".
 * @throws DomainError invalid.
 */
export function readOpeningHours(text: string): OpeningHours | null {
  if (text.trim() === "always") return null;
  const week: OpeningHours = {};
  for (const part of text.split(",")) {
    const match = /^(\w{3})(?:-(\w{3}))? (\d\d:\d\d)-(\d\d:\d\d)$/.exec(part.trim());
    const first = PLACES.get(match?.[1] ?? "");
    const last = PLACES.get(match?.[2] ?? match?.[1] ?? "");
    const [open, close] = [match?.[3], match?.[4]];
    if (first === undefined || last === undefined || last < first || !open || !close) {
      throw invalid("--hours", 'must be such as "mon-fri 09:00-18:00, sat 09:00-15:00", or always');
    }
    for (const day of DAYS.slice(first, last + 1)) week[day] = { open, close };
  }
  return week;
}

export const setHours: Command = async ({ ownerUrl }, values) => {
  const slug = required(values, "slug");
  const openingHours = readOpeningHours(required(values, "hours"));
  const id = await setOpeningHours(ownerUrl, slug, openingHours);
  const text = openingHours ? `${slug} has new opening hours.` : `${slug} counts as always open.`;
  return { json: { slug, id, openingHours }, text };
};
