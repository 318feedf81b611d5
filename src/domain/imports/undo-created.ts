import type { TenantScope } from "../../db/index.ts";
import type { CreatedCar } from "../cars/import/import-manner.ts";
import { sweepPicturesLater } from "../photos/sweep-picture-later.ts";
import { dropSales } from "../sales/drop-sales.ts";
import { leftAs, type Undone } from "./undo-left.ts";

interface Found {
  id: string;
  displayCode: string;
  reason: keyof typeof leftAs | null;
}

/**
 * Removes cars that an import made, and leaves those with which somebody did something since.
 * One that is gone already is neither.
 */
export async function undoCreated(scope: TenantScope, cars: CreatedCar[]): Promise<Undone> {
  const { db, tenant } = scope;
  if (cars.length === 0) return { done: 0, left: [] };
  const tenantId = tenant.id;
  const found = await db.$queryRaw<Found[]>`
    SELECT c.id, c.display_code AS "displayCode", CASE
      WHEN c.version <> 1
        OR EXISTS (SELECT FROM car_schedules o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id)
        OR EXISTS (SELECT FROM preparation_steps o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id) THEN 'changed'
      WHEN EXISTS (SELECT FROM car_holds o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id) THEN 'held'
      WHEN EXISTS (SELECT FROM car_costs o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id) THEN 'costs'
      WHEN EXISTS (SELECT FROM photo_uploads o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id)
        OR EXISTS (SELECT FROM photo_addresses o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id) THEN 'photos'
      WHEN EXISTS (SELECT FROM enquiries o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id)
        OR EXISTS (SELECT FROM conversations o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id)
        OR EXISTS (SELECT FROM messages o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id)
        OR EXISTS (SELECT FROM car_subscriptions o WHERE o.tenant_id = c.tenant_id AND o.car_id = c.id) THEN 'asked'
      END AS reason
    FROM cars c WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ANY (${cars.map(({ id }) => id)}::uuid[])
    ORDER BY c.id FOR UPDATE OF c`;
  const untouched = found.filter(({ reason }) => reason === null).map(({ id }) => id);
  const where = { tenantId, carId: { in: untouched }, pictureId: { not: null } };
  const photos = await db.carPhoto.findMany({ where, select: { pictureId: true } });
  await dropSales(scope, untouched);
  await db.$executeRaw`
    DELETE FROM cars WHERE tenant_id = ${tenantId}::uuid AND id = ANY (${untouched}::uuid[])`;
  const pictures = photos.flatMap(({ pictureId }) => pictureId ?? []);
  await sweepPicturesLater(scope, pictures);
  const lines = new Map(cars.map(({ id, line }) => [id, line]));
  const left = found.flatMap(({ id, displayCode, reason }) =>
    reason ? [{ line: lines.get(id) ?? 0, displayCode, reason: leftAs[reason] }] : [],
  );
  return { done: untouched.length, left };
}
