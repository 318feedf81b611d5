import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { Refused, Told } from "./audit-cases.ts";

/** More ways to be refused, of imports. */
export const refusalsOfImports = (a: Dealership): Record<string, Refused[]> => ({
  "POST /api/admin/imports/{id}/apply": [[{ params: { id: a.imports.last } }, 409]],
  "POST /api/admin/imports/{id}/cancel": [[{ params: { id: a.imports.last } }, 409]],
  "POST /api/admin/imports/{id}/undo": [[{ params: { id: a.imports.waiting } }, 409]],
});

const ofStock = { subject_type: "stock" } as const;

/** What the events of imports say; the job writes down what came of each. */
export const TOLD_OF_IMPORTS: Record<string, (of: Dealership) => Told> = {
  "POST /api/admin/imports": (of) => ({
    ...{ action: "stock.import_requested", ...ofStock, before: null },
    after: { file: `${of.mark}.csv`, mode: "rows", dryRun: false },
  }),
  "POST /api/admin/imports/{id}/apply": (of) => ({
    ...{ action: "stock.import_requested", ...ofStock, subject_id: of.imports.dry },
    after: { file: `dry-${of.mark}.csv`, mode: "rows", dryRun: false },
  }),
  "POST /api/admin/imports/{id}/cancel": (of) => ({
    ...{ action: "stock.import_cancelled", ...ofStock, subject_id: of.imports.waiting },
  }),
  "POST /api/admin/imports/{id}/undo": (of) => ({
    ...{ action: "stock.import_undo_requested", ...ofStock, subject_id: of.imports.last },
  }),
  "DELETE /api/admin/import-columns/{id}": (of) => ({
    ...{ action: "stock.columns_forgotten", ...ofStock, subject_id: of.columns },
    ...{ before: expect.objectContaining({ columns: { brand: ["merek"] } }), after: null },
  }),
};
