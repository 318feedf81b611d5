import { z } from "@hono/zod-openapi";
import { FIELDS, type Field } from "../cars/import/fields.ts";
import { IMPORT_MODES } from "../cars/import/import-manner.ts";
import { ImportOptions } from "../cars/import/import-options.ts";
import { pageFields } from "../page-fields.ts";

/** Bytes of a file that is uploaded; compressed files count as they come. */
export const LARGEST_STOCK_FILE = 50 * 1024 * 1024;
/** Rows of such a file. */
export const MOST_IMPORTED_ROWS = 100_000;
/** Rows of a report that are told one by one. */
export const TOLD_ROWS = 100;

const IMPORT_STATES = [
  ...(["waiting", "reading", "writing", "done", "failed", "cancelled"] as const),
  ...(["undoing", "undone"] as const),
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
/** Of an import that is not over, and can be cancelled. */
export const RUNNING = ["waiting", "reading", "writing"] as const satisfies ImportState[];

const told = (description: string) => ({ description });
const count = (description: string) => z.int().min(0).openapi(told(description));
const fieldName = z.enum(FIELDS as [Field, ...Field[]]);
const instant = z.iso.datetime();

/** The options of an import, as JSON in the form's field `options`. */
export const StockImportOptions = z.strictObject({
  ...ImportOptions.shape,
  mode: z.enum(IMPORT_MODES).default("rows"),
  dryRun: z.boolean().default(false),
});
export type StockImportOptions = z.infer<typeof StockImportOptions>;

/** Of them, how the file is read. */
export const readingPart = ({ mode, dryRun, ...reading }: StockImportOptions) => reading;

const StockImportCounts = z
  .object({
    read: count("Rows below the header."),
    created: count("Cars that are new."),
    drafts: count("New cars that are drafts."),
    updated: count("Cars that differ now."),
    unchanged: count("Rows that change nothing."),
    rejected: count("Rows that were left out, blank ones included."),
    blank: count("Blank rows."),
    warnings: count("Values that were left out of rows that were taken."),
  })
  .openapi("StockImportCounts");
type StockImportCounts = z.infer<typeof StockImportCounts>;

const change = z.object({
  field: fieldName,
  from: z.string().nullable(),
  to: z.string().nullable(),
});

const rowError = z.object({
  line: z.int().openapi(told("Of the file; its header is line 1.")),
  field: fieldName.nullable().openapi(told("Null when the row as a whole is wrong.")),
  column: z.string().nullable().openapi(told("As the file names it.")),
  value: z.string().nullable().openapi(told("As the file gives it, in short.")),
  reason: z.string(),
});

const report = z.object({
  encoding: z.string(),
  fields: z.array(fieldName).openapi(told("The fields that the file speaks of.")),
  unusedColumns: z.array(z.string()),
  preview: z
    .array(
      z.object({
        line: z.int(),
        action: z.enum(["create", "update", "skip"]),
        car: z.string(),
        changes: z.array(change),
      }),
    )
    .openapi(told("The first few rows of each kind.")),
  rowErrors: z.array(rowError).max(TOLD_ROWS).openapi(told("The first 100; all are in the CSV.")),
  rowWarnings: z
    .array(rowError.omit({ column: true }))
    .max(TOLD_ROWS)
    .openapi(told("The first 100.")),
});

const undone = z.object({
  removed: count("Cars that are gone again."),
  restored: count("Cars that are as they were."),
  leftCount: count("Cars that were left, as somebody did something with them since."),
  left: z
    .array(
      z.object({
        line: z.int(),
        displayCode: z.string().nullable(),
        reason: z.string(),
      }),
    )
    .max(TOLD_ROWS)
    .openapi(told("The first 100.")),
});
export type UndoReport = z.infer<typeof undone>;

/** As it is stored. */
export type StoredReport = { counts: StockImportCounts } & z.infer<typeof report>;

export const StockImportItem = z
  .object({
    id: z.uuid(),
    state: z.enum(IMPORT_STATES),
    dryRun: z.boolean().openapi(told("Nothing is stored but the report.")),
    mode: z.enum(IMPORT_MODES),
    fileName: z.string(),
    fileBytes: z.int(),
    requestedBy: z.object({ kind: z.string(), name: z.string().nullable() }),
    progress: z
      .object({ done: z.int(), total: z.int() })
      .openapi(told("Rows of the present state; the total of `reading` is an estimate.")),
    counts: StockImportCounts.nullable(),
    failure: z.string().nullable().openapi(told("Why it failed; nothing of it was stored.")),
    mayUndo: z.boolean(),
    mayApply: z.boolean().openapi(told("Of a dry run: whether its file is still kept.")),
    hasRejectedRows: z.boolean().openapi(told("Whether they can be downloaded.")),
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    undoneAt: instant.nullable(),
  })
  .openapi("StockImportItem");
export type StockImportItem = z.infer<typeof StockImportItem>;

export const StockImport = StockImportItem.extend({
  options: z
    .object({
      columns: z.partialRecord(fieldName, z.array(z.string())),
      constants: z.partialRecord(fieldName, z.string()),
      rates: z.record(z.string(), z.number()),
      status: z.enum(["available", "draft"]),
    })
    .openapi(told("How the file is read, remembered columns included.")),
  report: report.nullable(),
  undo: undone.nullable(),
}).openapi("StockImport");
export type StockImport = z.infer<typeof StockImport>;

const { limit } = pageFields(25);
export const StockImportQuery = z.strictObject({
  limit,
  cursor: z.uuid().optional().openapi(told("meta.nextCursor of the page before.")),
});
export type StockImportQuery = z.infer<typeof StockImportQuery>;
export const StockImportPageMeta = z.object({
  limit: z.int(),
  nextCursor: z.uuid().nullable(),
});
