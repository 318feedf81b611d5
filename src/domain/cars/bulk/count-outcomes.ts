import type { TenantScope } from "../../../db/index.ts";

/** Keeps with a bulk change how many of its cars came to what. */
export async function countOutcomes({ db, tenant }: TenantScope, id: string): Promise<void> {
  await db.$executeRaw`
    UPDATE bulk_changes SET counts = (
      SELECT jsonb_object_agg(outcome, cars) FROM (
        SELECT outcome, count(*) AS cars FROM bulk_change_cars
        WHERE tenant_id = ${tenant.id}::uuid AND bulk_change_id = ${id}::uuid GROUP BY outcome
      ) counted)
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid`;
}
