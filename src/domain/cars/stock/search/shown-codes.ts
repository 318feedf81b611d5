import type { StockColumns } from "../columns.ts";
import { isShown } from "./shown-names.ts";

/** The display codes of the cars that are shown, in lower-case letters and digits. */
export interface ShownCodes {
  /** Places by code; of codes that read alike, one of them. */
  placeOf: Map<string, number>;
  /** Of each place, the code by which it was read last; "" for none. */
  at: string[];
}

/** A code by its letters and digits, so that "CAR-0012" and "car 0012" are alike. */
export const codeKey = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Reads the codes of places again. */
export function readCodesOf(
  stock: StockColumns,
  { placeOf, at }: ShownCodes,
  places: number[],
): void {
  const given = new Set<string>();
  for (const place of places) {
    const before = at[place] ?? "";
    const code = isShown(stock, place) ? codeKey(stock.displayCode[place] ?? "") : "";
    at[place] = code;
    if (code !== before && before && placeOf.get(before) === place) {
      placeOf.delete(before);
      given.add(before);
    }
    if (code) placeOf.set(code, place);
  }
  if (given.size === 0) return;
  // Another car's code may read like one that was given up.
  for (const [place, code] of at.entries()) if (given.has(code)) placeOf.set(code, place);
}
