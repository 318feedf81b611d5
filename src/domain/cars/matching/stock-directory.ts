import { LRUCache } from "lru-cache";
import type { TenantScope } from "../../../db/index.ts";
import type { CarStatus } from "../vocabulary.ts";
import { type StockNames, stockNamesOf } from "./match-car.ts";

/** Cars of all dealerships that are held ready; some 2 kB each. */
const CARS = 100_000;
/** Milliseconds in which a change of a large stock may go unseen: each reading of it costs. */
const FRESH_FOR = 5_000;
const LARGE = 2_000;

/** Stocks made ready to be recognised in messages. */
export interface StockDirectory {
  /** The scope's stock, without drafts: as it is, or a large one as it was a few seconds ago. */
  stockOf(scope: TenantScope): Promise<StockNames>;
}

interface Entry {
  version: number;
  loadedAt: number;
  stock: StockNames;
}

async function loadStock({ db, tenant }: TenantScope): Promise<StockNames> {
  const rows = await db.car.findMany({
    where: { tenantId: tenant.id, status: { not: "draft" } },
    select: {
      ...{ id: true, displayCode: true, slug: true, brand: true, model: true, variant: true },
      ...{ year: true, priceIdr: true, color: true, transmission: true, status: true },
      slugs: { select: { slug: true } },
    },
  });
  return stockNamesOf(
    rows.map(({ slug, slugs, ...car }) => ({
      ...car,
      slugs: [slug, ...slugs.map((former) => former.slug)],
      priceIdr: car.priceIdr === null ? null : Number(car.priceIdr),
      status: car.status as CarStatus,
    })),
  );
}

export function createStockDirectory(): StockDirectory {
  const known = new LRUCache<string, Entry>({
    maxSize: CARS,
    sizeCalculation: ({ stock }) => stock.ids.size + 1,
  });
  return {
    stockOf: async (scope) => {
      const { tenant } = scope;
      const entry = known.get(tenant.id);
      const isCurrent = entry?.version === tenant.catalogueVersion;
      const isDue =
        !entry || entry.stock.ids.size < LARGE || Date.now() - entry.loadedAt > FRESH_FOR;
      if (entry && (isCurrent || !isDue)) return entry.stock;
      const stock = await loadStock(scope);
      known.set(tenant.id, { version: tenant.catalogueVersion, loadedAt: Date.now(), stock });
      return stock;
    },
  };
}
