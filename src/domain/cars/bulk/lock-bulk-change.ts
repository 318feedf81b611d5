import type { TenantScope } from "../../../db/index.ts";
import { conflict, notFound } from "../../errors.ts";
import { reserveDisplayNumbers } from "../display-code.ts";
import { type BulkChangeRow, expiryOf, selectBulkChanges, undoEnd } from "./bulk-change-view.ts";

async function readRow(scope: TenantScope, id: string): Promise<BulkChangeRow> {
  const [row] = await scope.db.$queryRaw<BulkChangeRow[]>`
    ${selectBulkChanges(scope)} AND bulk.id = ${id}::uuid`;
  if (!row) throw notFound("bulk change");
  return row;
}

/** @throws DomainError conflict BULK_APPLIED or PREVIEW_EXPIRED. */
export function assertApplicable(row: BulkChangeRow, now: Date): void {
  if (row.status !== "previewed")
    throw conflict("BULK_APPLIED", "This change was applied already.");
  if (expiryOf(row) <= now) {
    throw conflict("PREVIEW_EXPIRED", "This preview is too old to be applied. Make it again.");
  }
}

/** @throws DomainError conflict BULK_NOT_APPLIED, BULK_UNDONE or UNDO_TOO_LATE. */
export function assertUndoable({ status, appliedAt }: BulkChangeRow, now: Date): void {
  if (status === "undone") throw conflict("BULK_UNDONE", "This change was undone already.");
  if (!appliedAt) throw conflict("BULK_NOT_APPLIED", "This change was not applied.");
  if (undoEnd(appliedAt) <= now) {
    throw conflict("UNDO_TOO_LATE", "A change can be undone for 24 hours.");
  }
}

/**
 * Holds the stock and a bulk change that may take its next step until the transaction ends. Whoever
 * comes too late is told so without waiting for others who do.
 * @param check what the step asks of it.
 * @throws DomainError not found, and as `check` does.
 */
export async function lockBulkChange(
  scope: TenantScope,
  id: string,
  check: (row: BulkChangeRow, now: Date) => void,
): Promise<void> {
  const { db, tenant, now } = scope;
  check(await readRow(scope, id), now);
  await reserveDisplayNumbers(scope, 0);
  await db.$executeRaw`
    SELECT 1 FROM bulk_changes WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid FOR UPDATE`;
  check(await readRow(scope, id), now);
}
