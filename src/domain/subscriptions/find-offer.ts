import type { TenantScope } from "../../db/index.ts";
import { isDrop, STILL_NEW } from "./limits.ts";
import type { OfferedCar } from "./texts.ts";

export interface Watched {
  kind: string;
  carId: string | null;
  brand: string;
  model: string;
  toldPriceIdr: bigint | null;
  createdAt: Date;
}

export interface Offer {
  car: OfferedCar;
  /** Whether it is the car that was subscribed to, and none like it. */
  isSame: boolean;
}

/**
 * What a subscriber is to be told of, as the stock is now: the car itself, or the one of its brand
 * and model that came in last since. Null when there is no news.
 */
export async function findOffer(
  { db, tenant }: TenantScope,
  { kind, carId, brand, model, toldPriceIdr, createdAt }: Watched,
): Promise<Offer | null> {
  const since = new Date(createdAt.getTime() - STILL_NEW);
  const rows = await db.$queryRaw<(OfferedCar & { isSame: boolean })[]>`
    SELECT slug, brand, model, variant, year, price_idr AS "priceIdr",
      id IS NOT DISTINCT FROM ${carId}::uuid AS "isSame"
    FROM cars
    WHERE tenant_id = ${tenant.id}::uuid AND status = 'available'
      AND (id = ${carId}::uuid OR ${kind} = 'back_in_stock' AND listed_at > ${since}::timestamptz
        AND lower(brand) = lower(${brand}) AND lower(model) = lower(${model}))
    ORDER BY 7 DESC, listed_at DESC, id DESC LIMIT 1`;
  if (!rows[0]) return null;
  const { isSame, ...car } = rows[0];
  if (toldPriceIdr !== null && !isDrop(toldPriceIdr, car.priceIdr)) return null;
  return { car, isSame };
}
