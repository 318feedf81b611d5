import type { TenantScope } from "../../db/index.ts";
import type { ImportManner } from "../cars/import/import-manner.ts";
import { type ImportOutcome, importStock } from "../cars/import/import-stock.ts";
import { rehearseImport } from "../cars/import/rehearse-import.ts";
import type { Rejection, StockFile } from "../cars/import/stock-file.ts";
import { deleteObjectsLater } from "../media/delete-objects.ts";
import { importKeys, sourceKey } from "./import-files.ts";
import { importReport } from "./import-report.ts";
import { type ImportRow, storable } from "./import-row.ts";
import { keepChanges } from "./keep-changes.ts";
import { rememberColumns } from "./remembered-columns.ts";
import { RUNNING } from "./schemas.ts";
import { sweepImportLater } from "./sweep-import-later.ts";

export interface Carrying {
  onProgress?: ImportManner["onProgress"];
  /** Keeps the rejected rows; whether it did. */
  keepRejected?(rejections: Rejection[]): Promise<boolean>;
}

/** Thrown when an import was ended by somebody, so that nothing of it stays. */
export class ImportEnded extends Error {
  override name = "ImportEnded";
}

/**
 * Takes a file in, or rehearses it, and ends its import in the same transaction, with what is
 * needed to undo it.
 * @throws ImportEnded when it was ended in the meantime; DomainError of importStock.
 */
export async function carryOutImport(
  scope: TenantScope,
  row: Pick<ImportRow, "id" | "dryRun" | "options" | "header">,
  file: StockFile,
  { onProgress, keepRejected }: Carrying,
): Promise<ImportOutcome> {
  const { db, tenant, now } = scope;
  const { id, dryRun, options, header } = row;
  const manner = { mode: options.mode, onProgress };
  const outcome = dryRun
    ? await rehearseImport(scope, file, manner)
    : await importStock(scope, file, { ...manner, keeper: keepChanges(scope, id) });
  const { isRefused, rejections } = outcome;
  const hasRejected = rejections.length > 0 && ((await keepRejected?.(rejections)) ?? false);
  const isFailure = isRefused && !dryRun;
  const mayUndo = !dryRun && outcome.created + outcome.updated > 0;
  const isOver = isFailure || !dryRun;
  if (mayUndo) await forgetFormerChanges(scope, id);
  if (!dryRun && !isRefused) await rememberColumns(scope, header, options);
  const ended = await db.stockImport.updateMany({
    where: { tenantId: tenant.id, id, state: { in: [...RUNNING] } },
    data: {
      ...{ state: isFailure ? "failed" : "done", endedAt: now, mayUndo, hasRejected },
      ...{ rowsDone: file.read, rowsTotal: file.read },
      ...(isOver && { hasSource: false }),
      report: storable(importReport(file, outcome)),
      failure: isFailure ? refusal(rejections) : null,
    },
  });
  if (ended.count === 0) throw new ImportEnded();
  const left = hasRejected ? [sourceKey(tenant.id, id)] : importKeys(tenant.id, id);
  if (isOver) await deleteObjectsLater(scope, left);
  await sweepImportLater(scope, id);
  return outcome;
}

function refusal(rejections: Rejection[]): string {
  const rows = rejections.filter(({ isBlank }) => !isBlank).length;
  return `${rows} of the rows cannot be taken, so that none was; mode "rows" takes the others.`;
}

/** Only the last import can be undone. */
async function forgetFormerChanges({ db, tenant }: TenantScope, id: string): Promise<void> {
  const tenantId = tenant.id;
  await db.stockImport.updateMany({
    where: { tenantId, id: { not: id }, mayUndo: true },
    data: { mayUndo: false },
  });
  await db.stockImportChange.deleteMany({ where: { tenantId, importId: { not: id } } });
}
