import type { TenantRecord } from "../../db/index.ts";
import type { ListingSources } from "./list-public-cars.ts";
import type { CarCard } from "./schemas.ts";
import { similarTo } from "./similar-cars.ts";
import { placeOf, wordsOf } from "./stock/stock-ids.ts";

/** Published cars most like the one with an id, the more alike first. */
export async function listSimilar(
  { stockColumns, publicCards }: ListingSources,
  tenant: TenantRecord,
  carId: string,
  limit: number,
): Promise<CarCard[]> {
  const stock = await stockColumns.stockOf(tenant);
  const place = placeOf(stock, wordsOf(carId), 0);
  if (place === stock.size) return [];
  const ids = similarTo(place, stock, limit).map((other) => stock.id(other));
  return publicCards.of(tenant, ids);
}
