import type { TenantScope } from "../../../db/index.ts";

/**
 * Does for many cars, whose rows the caller holds and has just moved to draft or available, what
 * clearVoidSchedule does for one. Their jobs find nothing left to do.
 */
export async function clearVoidSchedules(
  { db, tenant }: TenantScope,
  carIds: string[],
): Promise<void> {
  if (carIds.length === 0) return;
  await db.$executeRaw`
    DELETE FROM car_schedules schedule USING cars car
    WHERE schedule.tenant_id = ${tenant.id}::uuid AND schedule.car_id = ANY (${carIds}::uuid[])
      AND car.tenant_id = ${tenant.id}::uuid AND car.id = schedule.car_id
      AND (car.status = 'draft' OR schedule.unpublish_at IS NULL)`;
  await db.carSchedule.updateMany({
    where: { tenantId: tenant.id, carId: { in: carIds } },
    data: { publishAt: null },
  });
}
