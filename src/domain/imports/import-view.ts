import type { TenantScope } from "../../db/index.ts";
import { seesCost } from "../cars/car-columns.ts";
import type { ImportRow } from "./import-row.ts";
import type { StockImport, StockImportItem } from "./schemas.ts";

/** As a list tells of it. */
export function importItem(row: ImportRow): StockImportItem {
  const { requestedBy, state } = row;
  return {
    id: row.id,
    ...{ state, dryRun: row.dryRun, mode: row.options.mode },
    ...{ fileName: row.fileName, fileBytes: row.fileBytes },
    requestedBy: {
      kind: requestedBy.kind,
      name: "name" in requestedBy ? requestedBy.name : null,
    },
    progress: { done: row.rowsDone, total: row.rowsTotal },
    counts: row.report?.counts ?? null,
    failure: row.failure,
    mayUndo: state === "done" && row.mayUndo,
    mayApply: state === "done" && row.dryRun && row.hasSource,
    hasRejectedRows: row.hasRejected,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
  };
}

/** All of it; what cars cost is left out for whom may not see it. */
export function importView(scope: TenantScope, row: ImportRow): StockImport {
  const { options, undoReport: undo } = row;
  const { columns, rates, status } = options;
  const seesAll = seesCost(scope);
  const isTold = ({ field }: { field: string | null }) => seesAll || field !== "cost";
  const constants = Object.fromEntries(
    Object.entries(options.constants).filter(([field]) => isTold({ field })),
  );
  return {
    ...importItem(row),
    options: { columns, constants, rates, status },
    report: row.report && {
      encoding: row.report.encoding,
      fields: row.report.fields,
      unusedColumns: row.report.unusedColumns,
      preview: row.report.preview.map((preview) => ({
        ...preview,
        changes: preview.changes.filter(isTold),
      })),
      rowErrors: row.report.rowErrors.filter(isTold),
      rowWarnings: row.report.rowWarnings.filter(isTold),
    },
    undo:
      undo?.left === undefined
        ? null
        : {
            removed: undo.removed ?? 0,
            restored: undo.restored ?? 0,
            leftCount: undo.leftCount ?? 0,
            left: undo.left,
          },
  };
}
