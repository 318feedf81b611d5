import type { TenantRecord } from "../../db/index.ts";
import type { PublicCarQuery } from "./public-car-query.ts";
import type { PublicCards } from "./public-cards.ts";
import { findCars } from "./stock/find-cars.ts";
import type { StockStore } from "./stock/stock-store.ts";

/** Where listings are found and read. */
export interface ListingSources {
  stockColumns: StockStore;
  publicCards: PublicCards;
}

/**
 * Published cars of the tenant, for everybody: found in memory, the cards that are not kept
 * read in one trip. A car that is no longer published when it is read is left out.
 * @throws DomainError invalid when the cursor is none of this list.
 */
export async function listPublicCars(
  { stockColumns, publicCards }: ListingSources,
  tenant: TenantRecord,
  query: PublicCarQuery,
) {
  const stock = await stockColumns.stockOf(tenant);
  const { ids, ...rest } = findCars(stock, query);
  return { data: await publicCards.of(tenant, ids), ...rest };
}
