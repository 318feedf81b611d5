import type { TenantScope } from "../../../db/index.ts";
import type { BulkOutcome } from "./vocabulary.ts";

interface Step {
  from: BulkOutcome;
  /** Of cars that are as this change knows them, and of all others. */
  to: BulkOutcome;
  otherwise: BulkOutcome;
  /** By how many a car's version is beyond the one that was previewed. */
  ahead: number;
}

/**
 * Holds the cars of a bulk change that are at an outcome, in the order of their ids, and tells apart
 * those that nobody has changed since.
 */
export async function settleCars(
  { db, tenant }: TenantScope,
  id: string,
  { from, to, otherwise, ahead }: Step,
): Promise<void> {
  await db.$executeRaw`
    SELECT count(*) FROM (
      SELECT 1 FROM cars c JOIN bulk_change_cars item
        ON item.tenant_id = ${tenant.id}::uuid AND item.car_id = c.id
      WHERE c.tenant_id = ${tenant.id}::uuid AND item.bulk_change_id = ${id}::uuid
        AND item.outcome = ${from}
      ORDER BY c.id FOR NO KEY UPDATE OF c) held`;
  // Looked up car by car: the planner has seen nothing yet of rows that were just written.
  await db.$executeRaw`
    UPDATE bulk_change_cars item SET (outcome, reason) = (
      SELECT CASE WHEN c.version = item.version + ${ahead} THEN ${to} ELSE ${otherwise} END,
        CASE WHEN c.version = item.version + ${ahead} THEN NULL
          WHEN c.id IS NULL THEN 'removed' ELSE 'changed_since' END
      FROM (SELECT) one LEFT JOIN cars c ON c.tenant_id = ${tenant.id}::uuid AND c.id = item.car_id)
    WHERE item.tenant_id = ${tenant.id}::uuid AND item.bulk_change_id = ${id}::uuid
      AND item.outcome = ${from}`;
}
