import type { TenantScope } from "../../db/index.ts";
import { isDrop, STILL_NEW } from "./limits.ts";

const PAGE = 500;

export interface Due {
  id: string;
  notifiedAt: Date | null;
}

export interface DuePage {
  due: Due[];
  /** Where the next page begins; null after the last. */
  next: string | null;
}

type Candidate = Due & { told: bigint | null; price: bigint | null };

export const hasConfirmed = async ({ db, tenant }: TenantScope): Promise<boolean> =>
  (await db.carSubscription.findFirst({
    where: { tenantId: tenant.id, status: "confirmed" },
    select: { id: true },
  })) !== null;

/** A page of the confirmed subscriptions to which the stock as it is has something to tell, by id. */
export async function findDue(
  { db, tenant, now }: TenantScope,
  after: string | null,
): Promise<DuePage> {
  const found = await db.$queryRaw<Candidate[]>`
    SELECT s.id, s.notified_at AS "notifiedAt", s.told_price_idr AS told, car.price_idr AS price
    FROM car_subscriptions s
    JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = s.lead_id
      AND leads.opted_out_at IS NULL AND leads.erased_at IS NULL
    LEFT JOIN cars car ON car.tenant_id = ${tenant.id}::uuid AND car.id = s.car_id
      AND car.status = 'available'
    LEFT JOIN (
      SELECT lower(brand) AS brand, lower(model) AS model, max(listed_at) AS listed_at FROM cars
      WHERE tenant_id = ${tenant.id}::uuid AND status = 'available' GROUP BY 1, 2
    ) fresh ON s.kind = 'back_in_stock' AND fresh.brand = lower(s.brand)
      AND fresh.model = lower(s.model)
    WHERE s.tenant_id = ${tenant.id}::uuid AND s.status = 'confirmed'
      AND s.expires_at > ${now}::timestamptz
      AND s.id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
      AND CASE s.kind WHEN 'price_drop' THEN car.price_idr < s.told_price_idr
        ELSE car.id IS NOT NULL
          OR fresh.listed_at > s.created_at - make_interval(secs => ${STILL_NEW / 1000}::integer)
        END
    ORDER BY s.id LIMIT ${PAGE}`;
  const due = found.filter(
    ({ told, price }) => told === null || (price !== null && isDrop(told, price)),
  );
  return { due, next: found.length === PAGE ? (found.at(-1)?.id ?? null) : null };
}
