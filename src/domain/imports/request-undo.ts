import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { conflict } from "../errors.ts";
import { getImportRow, storedActor } from "./import-row.ts";
import { publishImport } from "./publish-import.ts";

/**
 * Has a job take back what the last import changed.
 * @throws DomainError not found; conflict CANNOT_UNDO for another than the last one, or one of more
 * than a week ago.
 */
export async function requestUndo(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  const asked = await db.stockImport.updateMany({
    where: { tenantId: tenant.id, id, state: "done", mayUndo: true },
    data: { state: "undoing", undoReport: { by: storedActor(scope) } },
  });
  const row = await getImportRow(scope, id);
  if (asked.count === 0) throw cannotUndo();
  await publishImport(scope, row);
  await recordAuditEvent(scope, { action: "stock.import_undo_requested", subject: "stock", id });
  await enqueueJob(scope, "undoImport", { importId: id }, { key: `undo:${id}`, queue: "imports" });
}

export const cannotUndo = () =>
  conflict(
    "CANNOT_UNDO",
    "Only the last import that changed something can be undone, once, and within a week.",
  );
