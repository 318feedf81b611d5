import { STATUSES } from "../../vocabulary.ts";
import { GONE, type StockColumns } from "../columns.ts";

/** Of pairs and of the codes of names, 1 where a car that is shown to the public has it. */
export interface ShownNames {
  pairs: Uint8Array;
  variants: Uint8Array;
  places: Uint8Array;
}

const SHOWN = new Uint8Array(GONE + 1);
for (const [code, status] of STATUSES.entries()) SHOWN[code] = status === "draft" ? 0 : 1;

/** Whether the car at a place is published or sold: a draft is nobody's to know. */
export const isShown = (stock: StockColumns, place: number): boolean =>
  SHOWN[stock.status[place] ?? GONE] === 1;

/** @param pairAt of each place, which of so many pairs it is of. */
export function shownNamesOf(stock: StockColumns, pairAt: Uint32Array, pairs: number): ShownNames {
  const shown: ShownNames = {
    pairs: new Uint8Array(pairs),
    variants: new Uint8Array(stock.variant.names.length),
    places: new Uint8Array(stock.location.names.length),
  };
  const [variants, locations] = [stock.variant.codes, stock.location.codes];
  for (let place = 0; place < stock.size; place += 1) {
    if (!isShown(stock, place)) continue;
    shown.pairs[pairAt[place] ?? 0] = 1;
    shown.variants[variants[place] ?? 0] = 1;
    shown.places[locations[place] ?? 0] = 1;
  }
  return shown;
}

export const areSame = (one: ShownNames, other: ShownNames): boolean =>
  Buffer.compare(one.pairs, other.pairs) === 0 &&
  Buffer.compare(one.variants, other.variants) === 0 &&
  Buffer.compare(one.places, other.places) === 0;
