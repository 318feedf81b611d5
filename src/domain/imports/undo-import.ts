import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { reserveDisplayNumbers } from "../cars/display-code.ts";
import type { CreatedCar, UpdatedCar } from "../cars/import/import-manner.ts";
import { scheduleStockValue } from "../cars/value/schedule-stock-value.ts";
import { tellSubscribersLater } from "../subscriptions/tell-subscribers-later.ts";
import { storable } from "./import-row.ts";
import { cannotUndo } from "./request-undo.ts";
import { TOLD_ROWS, type UndoReport } from "./schemas.ts";
import { undoCreated } from "./undo-created.ts";
import type { Undone } from "./undo-left.ts";
import { undoUpdated } from "./undo-updated.ts";

/**
 * Takes back what an import changed, within the scope's transaction: its cars go, and others are
 * what they were. What somebody changed since is left, and named.
 * @throws DomainError conflict CANNOT_UNDO when what it changed is not kept, or was taken back.
 */
export async function undoImport(scope: TenantScope, id: string): Promise<UndoReport> {
  const { db, tenant, now } = scope;
  const tenantId = tenant.id;
  await reserveDisplayNumbers(scope, 0);
  const [row] = await db.stockImport.updateManyAndReturn({
    where: { tenantId, id, state: { in: ["done", "undoing"] }, mayUndo: true },
    data: { state: "undone", mayUndo: false, undoneAt: now },
    select: { undoReport: true },
  });
  if (!row) throw cannotUndo();
  const changes = await db.stockImportChange.findMany({
    where: { tenantId, importId: id },
    orderBy: { position: "desc" },
    select: { position: true },
  });
  const report: UndoReport = { removed: 0, restored: 0, leftCount: 0, left: [] };
  const note = ({ done, left }: Undone) => {
    report.leftCount += left.length;
    report.left.push(...left.slice(0, TOLD_ROWS - report.left.length));
    return done;
  };
  // What came last goes first.
  for (const { position } of changes) {
    const { created, updated } = await changesAt(scope, id, position);
    report.removed += note(await undoCreated(scope, created));
    report.restored += note(await undoUpdated(scope, updated));
  }
  await db.stockImportChange.deleteMany({ where: { tenantId, importId: id } });
  const asked = row.undoReport as object | null;
  await db.stockImport.updateMany({
    where: { tenantId, id },
    data: { undoReport: storable({ ...asked, ...report }) },
  });
  await tellSubscribersLater(scope);
  await scheduleStockValue(scope);
  const { removed, restored, leftCount: left } = report;
  const after = { removed, restored, left };
  await recordAuditEvent(scope, { action: "stock.import_undone", subject: "stock", id, after });
  return report;
}

async function changesAt({ db, tenant }: TenantScope, importId: string, position: number) {
  const where = { tenantId: tenant.id, importId, position };
  const row = await db.stockImportChange.findFirst({
    where,
    select: { created: true, updated: true },
  });
  // Written by keepChanges alone.
  return (row ?? { created: [], updated: [] }) as unknown as {
    created: CreatedCar[];
    updated: UpdatedCar[];
  };
}
