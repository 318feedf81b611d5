import { median } from "./statistics.ts";

/** A line of the table: a ratio and the bar that it is held against. */
export interface Verdict {
  row: number;
  what: string;
  /** Of each round; empty when it could not be measured. */
  ratios: number[];
  bar: { least: number } | { most: number };
  /** The figures behind the ratio, or why there are none. */
  figures: string;
}

/** What a measure asks for that was not to be had here, such as a program; it counts as not run. */
export class NotHere extends Error {
  override name = "NotHere";
}

/** Held against the bar by the median of the rounds. */
export function outcomeOf({ ratios, bar }: Verdict): "met" | "missed" | "not run" {
  const ratio = median(ratios);
  if (Number.isNaN(ratio)) return "not run";
  const isMet = "least" in bar ? ratio >= bar.least : ratio <= bar.most;
  return isMet ? "met" : "missed";
}

/** Verdicts of a measure; when what it needs is not here, its lines tell why. */
export async function measured(
  lines: Omit<Verdict, "ratios" | "figures">[],
  measure: () => Promise<Verdict[]>,
): Promise<Verdict[]> {
  try {
    return await measure();
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    return lines.map((line) => ({ ...line, ratios: [], figures: error.message }));
  }
}
