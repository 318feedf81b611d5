import type { TenantScope } from "../../../db/index.ts";
import { percentOf } from "./percent-of.ts";
import type { GivenPrice } from "./schemas.ts";

interface PriceRow {
  price: bigint;
  former: bigint | null;
  at: Date;
  by: string | null;
}

const MOST = 100;

/**
 * The prices that a car was given, the last one first, each beside the one before. Who gave it is
 * whoever changed the car at that very moment.
 */
export async function listPrices(
  { db, tenant }: TenantScope,
  carId: string,
): Promise<GivenPrice[]> {
  const rows = await db.$queryRaw<PriceRow[]>`
    SELECT given.price_idr AS price, given.former, given.at,
      (SELECT e.actor_name FROM audit_events e
       WHERE e.tenant_id = ${tenant.id}::uuid AND e.subject_type = 'car'
         AND e.subject_id = ${carId}::uuid AND e.at = given.at
         AND e.action IN ('car.created', 'car.updated', 'car.replaced')
       ORDER BY e.id LIMIT 1) AS by
    FROM (
      SELECT price_idr, at, id, lag(price_idr) OVER (ORDER BY at, id) AS former FROM car_prices
      WHERE tenant_id = ${tenant.id}::uuid AND car_id = ${carId}::uuid
    ) given
    ORDER BY given.at DESC, given.id DESC LIMIT ${MOST}`;
  return rows.map(({ price, former, at, by }) => {
    const change = former === null ? null : Number(price - former);
    return {
      ...{ price: Number(price), at: at.toISOString(), by, change },
      changePercent: change === null ? null : percentOf(change, Number(former)),
    };
  });
}
