import type { StockColumns } from "../columns.ts";
import { membersOf } from "./closed-words.ts";
import type { NamesRead } from "./read-names.ts";
import type { Understood } from "./understood.ts";
import type { Wish } from "./wish.ts";

const some = <Value>(values: Value[]) => (values.length > 0 ? values : undefined);

/**
 * A wish in the words of listings.
 * @param others words beside those of variants and places.
 */
export function tellUnderstood(
  wish: Omit<Wish, "understood" | "isTold" | "hasUnknown" | "hasWords">,
  { brands, models }: NamesRead,
  { brand, model }: StockColumns,
  others: string[],
  corrected: { from: string; to: string }[],
): Understood {
  const { year, price, mileageMax, transmission, fuel, bodyType, hasThirdRow, order } = wish;
  const told = new Set(wish.words.map(({ text }) => text));
  const words = [...told, ...others, ...(hasThirdRow ? ["7 seater"] : [])];
  const all: Understood = {
    brand: some(brands.map((code) => brand.names[code] ?? "")),
    model: some(models.map((code) => model.names[code] ?? "")),
    ...{ yearMin: year.min, yearMax: year.max, priceMin: price.min, priceMax: price.max },
    mileageMax,
    transmission: some(membersOf("transmission", transmission)),
    fuel: some(membersOf("fuel", fuel)),
    bodyType: some(membersOf("bodyType", bodyType)),
    ...{ color: some([...wish.colours]), words: some(words), corrected: some(corrected) },
    order: order === "newest" ? undefined : order,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
