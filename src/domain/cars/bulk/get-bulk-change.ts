import type { TenantScope } from "../../../db/index.ts";
import { notFound } from "../../errors.ts";
import { type BulkChangeRow, bulkChangeView, selectBulkChanges } from "./bulk-change-view.ts";
import type { BulkChange } from "./schemas.ts";

/** @throws DomainError not found. */
export async function getBulkChange(scope: TenantScope, id: string): Promise<BulkChange> {
  const [row] = await scope.db.$queryRaw<BulkChangeRow[]>`
    ${selectBulkChanges(scope)} AND bulk.id = ${id}::uuid`;
  if (!row) throw notFound("bulk change");
  return bulkChangeView(row, scope.now);
}
