import type { TenantScope } from "../../../db/index.ts";
import { getBulkChange } from "./get-bulk-change.ts";
import type { BulkCarsQuery, BulkChangeCar } from "./schemas.ts";

/** The cars of a bulk change in the order of their ids. @throws DomainError not found. */
export async function listBulkCars(
  scope: TenantScope,
  bulkChangeId: string,
  { outcome, limit, cursor }: BulkCarsQuery,
) {
  const { db, tenant } = scope;
  await getBulkChange(scope, bulkChangeId);
  const found = await db.bulkChangeCar.findMany({
    where: { tenantId: tenant.id, bulkChangeId, outcome, carId: { gt: cursor } },
    orderBy: { carId: "asc" },
    take: limit + 1,
  });
  const page = found.slice(0, limit);
  const nextCursor = found.length > limit ? (page.at(-1)?.carId ?? null) : null;
  const number = (price: bigint | null) => (price === null ? null : Number(price));
  const data = page.map((row) => ({
    ...{ carId: row.carId, displayCode: row.displayCode, title: row.title },
    ...{ outcome: row.outcome, reason: row.reason },
    status: { before: row.statusBefore, after: row.statusAfter },
    price: { before: number(row.priceBefore), after: number(row.priceAfter) },
  }));
  return { data: data as BulkChangeCar[], meta: { limit, nextCursor } };
}
