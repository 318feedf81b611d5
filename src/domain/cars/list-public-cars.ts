import type { ListingDoor, TenantRecord } from "../../db/index.ts";
import { type CardRow, publicCard } from "./car-view.ts";
import type { PublicCarQuery } from "./public-car-query.ts";
import { findCars } from "./stock/find-cars.ts";
import type { StockStore } from "./stock/stock-store.ts";

/** Where listings are found and read. */
export interface ListingSources {
  stockColumns: StockStore;
  listingDoor: ListingDoor;
}

/**
 * Published cars of the tenant, for everybody: found in memory, their cards read in one trip. A
 * car that is no longer published when it is read is left out.
 * @throws DomainError invalid when the cursor is none of this list.
 */
export async function listPublicCars(
  { stockColumns, listingDoor }: ListingSources,
  tenant: TenantRecord,
  query: PublicCarQuery,
) {
  const stock = await stockColumns.stockOf(tenant);
  const { ids, ...rest } = findCars(stock, query);
  const rows = await listingDoor.readCards<CardRow & { photo: string | null }>(tenant.id, ids);
  return { data: rows.map(publicCard), ...rest };
}
