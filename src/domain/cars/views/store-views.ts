import { Prisma, type TenantScope } from "../../../db/index.ts";
import { PUBLISHED } from "../vocabulary.ts";

/** Days of which each is kept; the total stays. */
const DAYS_KEPT = 90;
const MOST_OF_A_DAY = 2_147_483_647;

export interface ReadPages {
  carId: string;
  views: number;
}

/** Adds views to today's of cars that are on offer. */
export async function storeViews(
  { db, tenant, now }: TenantScope,
  read: ReadPages[],
): Promise<void> {
  const today = Prisma.sql`(${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date`;
  await db.$executeRaw`
    WITH shown AS MATERIALIZED (
      SELECT c.id, read.views
      FROM jsonb_to_recordset(${JSON.stringify(read)}::jsonb) AS read("carId" uuid, views bigint)
      JOIN cars c ON c.tenant_id = ${tenant.id}::uuid AND c.id = read."carId"
      WHERE c.status IN (${Prisma.join([...PUBLISHED])}) ORDER BY c.id
    ),
    total AS (
      INSERT INTO car_view_totals AS known (tenant_id, car_id, views)
      SELECT ${tenant.id}::uuid, id, views FROM shown ORDER BY id
      ON CONFLICT (tenant_id, car_id) DO UPDATE SET views = known.views + excluded.views
    )
    INSERT INTO car_views AS known (tenant_id, car_id, day, views)
    SELECT ${tenant.id}::uuid, id, ${today}, least(views, ${MOST_OF_A_DAY}) FROM shown ORDER BY id
    ON CONFLICT (tenant_id, car_id, day)
    DO UPDATE SET views = least(known.views::bigint + excluded.views, ${MOST_OF_A_DAY})`;
  await db.$executeRaw`
    DELETE FROM car_views WHERE tenant_id = ${tenant.id}::uuid AND day < ${today} - ${DAYS_KEPT}::int`;
}
