import { type TenantScope, uniqueViolation } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { conflict } from "../../errors.ts";
import { tellSubscribersLater } from "../../subscriptions/tell-subscribers-later.ts";
import { assertMaySetCost } from "../car-columns.ts";
import { reserveDisplayNumbers } from "../display-code.ts";
import { scheduleStockValue } from "../value/schedule-stock-value.ts";
import type { ImportManner } from "./import-manner.ts";
import { insertCars } from "./insert-cars.ts";
import { nameCars } from "./name-cars.ts";
import { type ImportPlan, planImport, statusOf } from "./plan-import.ts";
import { previewPlan, type RowPreview } from "./preview-plan.ts";
import { priceDrafts } from "./price-drafts.ts";
import type { Rejection, RowWarning, StockFile } from "./stock-file.ts";
import { updateCars } from "./update-cars.ts";

/** What an import did, or what a rehearsal would have done. */
export interface ImportOutcome {
  /** Whether nothing is taken, as the file was to be taken whole and has rows that cannot be. */
  isRefused: boolean;
  created: number;
  /** How many of the created cars are drafts. */
  drafts: number;
  updated: number;
  unchanged: number;
  rejections: Rejection[];
  warnings: RowWarning[];
  /** The first few of each kind. */
  preview: RowPreview[];
}

/**
 * Puts a file that was read into the stock, within the scope's transaction. A car that a row
 * names by display code or VIN is updated where it differs; a row without either makes a car
 * once, however often the same file is imported.
 * @throws DomainError forbidden when the file has costs and the actor may not set them; conflict
 * STOCK_CHANGED when somebody took a display code or VIN of the file in the meantime.
 */
export async function importStock(
  scope: TenantScope,
  file: StockFile,
  { mode, onProgress, keeper }: ImportManner = {},
): Promise<ImportOutcome> {
  if (file.fields.includes("cost")) assertMaySetCost(scope, { cost: null });
  await reserveDisplayNumbers(scope, 0);
  const plan = await planImport(scope, file);
  const outcome = outcomeOf(plan, file, mode);
  if (outcome.isRefused) return outcome;
  const total = plan.creates.length + outcome.updated;
  let written = 0;
  const onWritten = (rows: number) => {
    written += rows;
    onProgress?.("writing", written, total);
  };
  onWritten(0);
  try {
    await updateCars(scope, plan.updates, onWritten, keeper);
    await priceDrafts(scope, plan.prices, file, onWritten, keeper);
    await insertCars(scope, await nameCars(scope, plan.creates, file), file, onWritten, keeper);
  } catch (error) {
    throw uniqueViolation(error) ? stockChanged() : error;
  }
  if (total > 0) {
    await tellSubscribersLater(scope);
    await scheduleStockValue(scope);
  }
  const { created, drafts, updated, unchanged } = outcome;
  const after = { created, drafts, updated, unchanged, rejected: plan.rejections.length };
  await recordAuditEvent(scope, { action: "stock.imported", subject: "stock", after });
  return outcome;
}

/** What carrying out a plan comes to. */
export function outcomeOf(
  plan: ImportPlan,
  file: StockFile,
  mode: ImportManner["mode"],
): ImportOutcome {
  const { rejections, warnings } = plan;
  const isRefused = mode === "file" && rejections.some(({ isBlank }) => !isBlank);
  const preview = previewPlan(plan);
  if (isRefused) {
    const nothing = { created: 0, drafts: 0, updated: 0, unchanged: 0 };
    return { isRefused, ...nothing, rejections, warnings, preview };
  }
  return {
    ...{ isRefused, rejections, warnings, preview },
    created: plan.creates.length,
    drafts: plan.creates.filter((row) => statusOf(row, file) === "draft").length,
    updated: plan.updates.length + plan.prices.length,
    unchanged: plan.unchanged,
  };
}

const stockChanged = () =>
  conflict("STOCK_CHANGED", "The stock changed during the import; nothing was stored. Try again.");
