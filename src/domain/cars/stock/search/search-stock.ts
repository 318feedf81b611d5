import type { Understood } from "../../public-car-query.ts";
import { BODY_TYPES, FUELS, TRANSMISSIONS } from "../../vocabulary.ts";
import type { StockColumns } from "../columns.ts";

export interface StockSearch {
  /** Published or not, the best first. */
  places: Int32Array;
  understood: Understood;
}

/** The cars whose words contain all of a question's. */
export function searchStock(q: string, stock: StockColumns): StockSearch {
  const words = q.toLowerCase().split(/\s+/);
  const places: number[] = [];
  for (let place = 0; place < stock.size; place += 1) {
    const text = [
      ...[stock.brand, stock.model, stock.variant, stock.color, stock.location].map(
        ({ names, codes }) => names[codes[place] ?? 0],
      ),
      TRANSMISSIONS[(stock.transmission[place] ?? 0) - 1],
      FUELS[(stock.fuel[place] ?? 0) - 1],
      BODY_TYPES[(stock.bodyType[place] ?? 0) - 1],
      ...[stock.year[place], stock.displayCode[place]],
    ]
      .join(" ")
      .toLowerCase();
    if (words.every((word) => text.includes(word))) places.push(place);
  }
  return { places: Int32Array.from(places), understood: { words } };
}
