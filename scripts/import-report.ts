import type { ImportOutcome } from "../src/domain/cars/import/import-stock.ts";
import type { FieldChange } from "../src/domain/cars/import/preview-plan.ts";
import {
  describeReason,
  type Reason,
  type RowWarning,
  type StockFile,
} from "../src/domain/cars/import/stock-file.ts";
import type { UndoReport } from "../src/domain/imports/schemas.ts";

export interface ImportRun {
  tenant: string;
  path: string;
  dryRun: boolean;
  file: StockFile;
  outcome: ImportOutcome;
  /** Seconds. */
  readSeconds: number;
  writeSeconds: number;
  /** Where the rejected rows are; null when there are none. */
  rejectedPath: string | null;
}

const number = (value: number) => value.toLocaleString("en");

interface Group {
  message: string;
  rows: number;
  /** The first of them. */
  lines: number[];
}

const LINES_SHOWN = 10;
const GROUPS_SHOWN = 15;

/** The same thing said of many rows, most frequent first; values are left out of it. */
function grouped(said: { line: number; reason: Reason | RowWarning }[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { line, reason } of said) {
    const message = describeReason({ column: null, ...reason, value: null });
    const group = groups.get(message) ?? { message, rows: 0, lines: [] };
    group.rows += 1;
    if (group.lines.length < LINES_SHOWN) group.lines.push(line);
    groups.set(message, group);
  }
  return [...groups.values()].sort((one, other) => other.rows - one.rows);
}

/** The numbers of an import, for programs. */
export function importSummary({ file, outcome, ...run }: ImportRun) {
  const seconds = run.readSeconds + run.writeSeconds;
  const { rejections, warnings, ...counts } = outcome;
  return {
    tenant: run.tenant,
    file: run.path,
    dryRun: run.dryRun,
    read: file.read,
    ...counts,
    rejected: rejections.length,
    blank: rejections.filter(({ isBlank }) => isBlank).length,
    warnings: warnings.length,
    seconds: Number(seconds.toFixed(2)),
    readSeconds: Number(run.readSeconds.toFixed(2)),
    writeSeconds: Number(run.writeSeconds.toFixed(2)),
    rowsPerSecond: Math.round(file.read / Math.max(seconds, 0.001)),
    encoding: file.encoding,
    unusedColumns: file.unusedColumns,
    rejectedFile: run.rejectedPath,
    rejectedReasons: grouped(
      rejections.flatMap(({ line, reasons }) => reasons.map((reason) => ({ line, reason }))),
    ),
    warningReasons: grouped(warnings.map((reason) => ({ line: reason.line, reason }))),
  };
}

function list(groups: Group[]): string[] {
  const lines = groups.slice(0, GROUPS_SHOWN).map(({ message, rows, lines }) => {
    const more = rows > lines.length ? ", …" : "";
    return `  ${number(rows).padStart(9)}  ${message} (line ${lines.join(", ")}${more})`;
  });
  const others = groups.length - GROUPS_SHOWN;
  return others > 0 ? [...lines, `             and ${others} other kinds`] : lines;
}

/** What an undo did, for people. */
export function describeUndo({ removed, restored, leftCount, left }: UndoReport): string {
  const cars = left.map(
    ({ line, displayCode, reason }) => `  ${displayCode ?? "a car"} (line ${line}) ${reason}`,
  );
  return [
    "Undone the last import:",
    `  removed  ${number(removed)}`,
    `  restored ${number(restored)}`,
    `  left     ${number(leftCount)}`,
    ...cars,
    ...(leftCount > left.length ? [`  and ${number(leftCount - left.length)} others`] : []),
  ].join("\n");
}

/** The numbers of an import, for people. */
export function describeImport(run: ImportRun): string {
  const summary = importSummary(run);
  const note = (count: number, what: string) => (count > 0 ? ` (${number(count)} ${what})` : "");
  const row = (name: string, count: number, more = "") =>
    `  ${name.padEnd(10)} ${number(count).padStart(9)}${more}`;
  const would = run.dryRun ? "Nothing was stored. An import of" : "Imported";
  const currencies = new Set(run.outcome.warnings.flatMap(({ currency }) => currency ?? []));
  return [
    run.outcome.isRefused
      ? `Nothing of ${run.path} is stored in ${run.tenant}: rows are rejected, and --mode file takes all or none.`
      : `${would} ${run.path} into ${run.tenant}${run.dryRun ? " would give" : ""}:`,
    row("read", summary.read),
    row("created", summary.created, note(summary.drafts, "as drafts")),
    row("updated", summary.updated),
    row("unchanged", summary.unchanged),
    row("rejected", summary.rejected, note(summary.blank, "blank")),
    row("warnings", summary.warnings),
    `  in ${summary.seconds} s, ${number(summary.rowsPerSecond)} rows/s`,
    ...(summary.encoding === "utf-8" ? [] : [`The file was read as ${summary.encoding}.`]),
    ...(summary.unusedColumns.length > 0
      ? [`Columns that were not used (see --map): ${summary.unusedColumns.join(", ")}`]
      : []),
    ...(run.dryRun ? previewed(run.outcome) : []),
    ...(summary.warnings > 0 ? ["Warnings, in rows:", ...list(summary.warningReasons)] : []),
    ...[...currencies].map(
      (code) => `To convert, import again with: --rate ${code}=<rupiah for one ${code}>`,
    ),
    ...(run.rejectedPath
      ? [
          "Rejected, in rows:",
          ...list(summary.rejectedReasons),
          `Correct these rows in ${run.rejectedPath} and import that file.`,
        ]
      : []),
  ].join("\n");
}

const changed = ({ field, from, to }: FieldChange) => `${field} ${from ?? "–"} → ${to ?? "–"}`;

function previewed({ preview }: ImportOutcome): string[] {
  if (preview.length === 0) return [];
  const lines = preview.map(
    ({ line, action, car, changes }) =>
      `  line ${line}: ${action} ${car}${changes.length > 0 ? `: ${changes.map(changed).join(", ")}` : ""}`,
  );
  return ["The first of them:", ...lines];
}
