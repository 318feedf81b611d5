import { Prisma, type TenantScope } from "../../../db/index.ts";
import { DomainError, invalid } from "../../errors.ts";
import { carFilterSql } from "../car-filter-sql.ts";
import { STATUSES } from "../vocabulary.ts";
import { countOutcomes } from "./count-outcomes.ts";
import { getBulkChange } from "./get-bulk-change.ts";
import { judgeCars } from "./judge-cars.ts";
import type { BulkChange, NewBulkChange } from "./schemas.ts";
import { sweepBulkChanges } from "./sweep-bulk-changes.ts";
import { MOST_FILTERED, MOST_NAMED } from "./vocabulary.ts";

/** Unknown ids that a refusal names. */
const MOST_TOLD = 20;

function conditionOf(scope: TenantScope, { ids, filter = {} }: NewBulkChange["cars"]): Prisma.Sql {
  if (ids) return Prisma.sql`c.id = ANY (${ids}::uuid[])`;
  const { status } = filter;
  const query = { ...filter, sort: "newest" as const, limit: 1 };
  return carFilterSql(scope, query, status ? [status] : STATUSES);
}

async function assertAllKnown({ db, tenant }: TenantScope, ids: string[]): Promise<void> {
  const where = { tenantId: tenant.id, id: { in: ids } };
  const found = await db.car.findMany({ where, select: { id: true } });
  const known = new Set(found.map(({ id }) => id));
  const errors = ids.flatMap((id, n) =>
    known.has(id.toLowerCase())
      ? []
      : [{ path: `cars.ids.${n}`, message: "is not a car of this dealership" }],
  );
  if (errors.length === 0) return;
  throw new DomainError("invalid", "INVALID_INPUT", "The input is not valid.", {
    errors: errors.slice(0, MOST_TOLD),
  });
}

/**
 * Keeps what a change would make of each of many cars, so that it can be looked at and then applied
 * to exactly these cars as they are now. Of a dealership's previews the latest ten are kept, for an
 * hour.
 * @throws DomainError invalid for cars that are unknown, none or more than 10,000.
 */
export async function previewBulkChange(
  scope: TenantScope,
  { cars, change }: NewBulkChange,
): Promise<BulkChange> {
  const { db, tenant, actor, now } = scope;
  if (cars.ids) await assertAllKnown(scope, cars.ids);
  const { id } = await db.bulkChange.create({
    data: {
      ...{ tenantId: tenant.id, change, createdAt: now },
      createdById: actor.kind === "staff" ? actor.id : null,
    },
    select: { id: true },
  });
  const most = cars.ids ? MOST_NAMED : MOST_FILTERED;
  const found = await db.$executeRaw`
    WITH ${judgeCars(scope, change, conditionOf(scope, cars), most + 1)}
    INSERT INTO bulk_change_cars (tenant_id, bulk_change_id, car_id, display_code, title, version,
      status_before, status_after, price_before, price_after, listed_before, outcome, reason)
    SELECT ${tenant.id}::uuid, ${id}::uuid, id, code, title, version, status,
      CASE WHEN reason IS NULL THEN "toStatus" ELSE status END, price,
      CASE WHEN reason IS NULL THEN "toPrice" ELSE price END, "listedAt",
      CASE WHEN reason IS NOT NULL THEN 'refused' WHEN "isSame" THEN 'unchanged' ELSE 'planned' END,
      reason
    FROM judged`;
  if (found === 0) throw invalid("cars.filter", "fits no car");
  if (found > most) throw invalid("cars.filter", `fits more than ${most} cars`);
  await countOutcomes(scope, id);
  await sweepBulkChanges(scope);
  return getBulkChange(scope, id);
}
