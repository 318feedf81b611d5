import type { TenantScope } from "../../../db/index.ts";
import { today } from "../../calendar/today.ts";
import type { DayOfCar } from "./schemas.ts";

/** Days of the dealership's calendar, today among them, that are told one by one. */
const LATEST = 30;

/** How often a car was looked at and asked about on each of the last 30 days, the latest first. */
export const listDays = (scope: TenantScope, carId: string): Promise<DayOfCar[]> => {
  const { db, tenant } = scope;
  return db.$queryRaw<DayOfCar[]>`
    SELECT day::text, coalesce(seen.views, 0) AS views, coalesce(asked.enquiries, 0) AS enquiries
    FROM (SELECT ${today(scope)}::date - n AS day FROM generate_series(0, ${LATEST}::int - 1) n) days
    LEFT JOIN (
      SELECT day, views FROM car_views
      WHERE tenant_id = ${tenant.id}::uuid AND car_id = ${carId}::uuid
    ) seen USING (day)
    LEFT JOIN (
      SELECT (created_at AT TIME ZONE ${tenant.timeZone})::date AS day, count(*)::int AS enquiries
      FROM enquiries WHERE tenant_id = ${tenant.id}::uuid AND car_id = ${carId}::uuid
      GROUP BY 1
    ) asked USING (day)
    ORDER BY day DESC`;
};
