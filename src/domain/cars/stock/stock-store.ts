import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import type { ListingDoor, TenantRecord } from "../../../db/index.ts";
import { bytesOf, emptyStock, type Stock } from "./stock.ts";
import { writeCars } from "./write-cars.ts";

/** Readings of whole stocks at once, and of changes: no more than the door has connections. */
const LOADS_AT_ONCE = 2;
const UPDATES_AT_ONCE = 2;

/** A reading that began before the change that somebody asks for is followed by one more. */
const READINGS = 3;

export interface StockStore {
  /** The dealership's stock as of its record's catalogue version, or later. Not to be written. */
  stockOf(tenant: TenantRecord): Promise<Stock>;
}

/**
 * Holds dealerships' stocks, those that were asked for last.
 * @param bytes that they take together; a stock that is larger is read anew whenever it is asked for.
 */
export function createStockStore(door: ListingDoor, bytes: number): StockStore {
  const known = new LRUCache<string, Stock>({ maxSize: bytes, sizeCalculation: bytesOf });
  const underWay = new Map<string, Promise<Stock>>();
  const loads = pLimit(LOADS_AT_ONCE);
  const updates = pLimit(UPDATES_AT_ONCE);

  async function load(tenantId: string): Promise<Stock> {
    const packed = await door.readStock(tenantId, "0");
    const stock = emptyStock();
    writeCars(stock, packed);
    return stock;
  }

  /** @returns null when cars went away altogether, which only a whole reading tells. */
  async function update(tenantId: string, stock: Stock): Promise<Stock | null> {
    const packed = await door.readStock(tenantId, stock.horizon);
    if (packed.removedInVersion > stock.version) return null;
    writeCars(stock, packed);
    return stock;
  }

  async function read(tenantId: string): Promise<Stock> {
    const present = known.peek(tenantId);
    const updated = present ? await updates(() => update(tenantId, present)) : null;
    const stock = updated ?? (await loads(() => load(tenantId)));
    // Taken out first: a value that is set again keeps the size that it had.
    known.delete(tenantId);
    known.set(tenantId, stock);
    return stock;
  }

  function readOnce(tenantId: string): Promise<Stock> {
    const running = underWay.get(tenantId);
    if (running) return running;
    const reading = read(tenantId).finally(() => underWay.delete(tenantId));
    underWay.set(tenantId, reading);
    return reading;
  }

  return {
    stockOf: async ({ id, catalogueVersion }) => {
      let stock = known.get(id);
      for (let n = 0; n < READINGS && !(stock && stock.version >= catalogueVersion); n += 1) {
        stock = await readOnce(id);
      }
      return stock ?? readOnce(id);
    },
  };
}
