import type { TenantScope } from "../../../db/index.ts";
import { AGEING_BANDS, BAND_STARTS } from "./ageing-bands.ts";
import { daysInStock } from "./days-in-stock.ts";
import { ON_OFFER } from "./on-offer.ts";
import type { StockAgeing } from "./schemas.ts";

/** How many of the cars on offer stand for how long, and what is asked for them. */
export async function getAgeing(scope: TenantScope): Promise<StockAgeing> {
  const { db, tenant } = scope;
  const rows = await db.$queryRaw<{ band: number; cars: number; value: bigint }[]>`
    SELECT width_bucket(${daysInStock(scope)}, ${BAND_STARTS}::int[]) AS band,
      count(*)::int AS cars, sum(c.price_idr)::bigint AS value
    FROM cars c WHERE c.tenant_id = ${tenant.id}::uuid AND ${ON_OFFER}
    GROUP BY 1`;
  const bands = AGEING_BANDS.map((band, n) => {
    const row = rows.find((one) => one.band === n);
    return { band, cars: row?.cars ?? 0, value: Number(row?.value ?? 0n) };
  });
  return {
    bands,
    cars: bands.reduce((sum, { cars }) => sum + cars, 0),
    value: bands.reduce((sum, { value }) => sum + value, 0),
  };
}
