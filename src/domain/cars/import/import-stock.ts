import { type TenantScope, uniqueViolation } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { conflict } from "../../errors.ts";
import { tellSubscribersLater } from "../../subscriptions/tell-subscribers-later.ts";
import { assertMaySetCost } from "../car-columns.ts";
import { reserveDisplayNumbers } from "../display-code.ts";
import { scheduleStockValue } from "../value/schedule-stock-value.ts";
import type { Field } from "./fields.ts";
import { insertCars } from "./insert-cars.ts";
import { nameCars } from "./name-cars.ts";
import { type ImportPlan, planImport, statusOf } from "./plan-import.ts";
import { priceDrafts } from "./price-drafts.ts";
import type { OnProgress, Rejection, RowWarning, StockFile, StockRow } from "./stock-file.ts";
import { updateCars } from "./update-cars.ts";

export interface RowPreview {
  line: number;
  action: "create" | "update";
  /** Such as 2019 Toyota Yaris. */
  car: string;
  /** The fields of an update that differ. */
  changes: Field[];
}

/** What an import did, or what a rehearsal would have done. */
export interface ImportOutcome {
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

const PREVIEWED = 10;

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
  onProgress?: OnProgress,
): Promise<ImportOutcome> {
  if (file.fields.includes("cost")) assertMaySetCost(scope, { cost: null });
  await reserveDisplayNumbers(scope, 0);
  const plan = await planImport(scope, file);
  const total = plan.creates.length + plan.updates.length + plan.prices.length;
  let written = 0;
  const onWritten = (rows: number) => {
    written += rows;
    onProgress?.("writing", written, total);
  };
  try {
    await updateCars(scope, plan.updates, onWritten);
    await priceDrafts(scope, plan.prices, file, onWritten);
    await insertCars(scope, await nameCars(scope, plan.creates, file), file, onWritten);
  } catch (error) {
    throw uniqueViolation(error) ? stockChanged() : error;
  }
  if (total > 0) {
    await tellSubscribersLater(scope);
    await scheduleStockValue(scope);
  }
  const counts = {
    created: plan.creates.length,
    drafts: plan.creates.filter((row) => statusOf(row, file) === "draft").length,
    updated: plan.updates.length + plan.prices.length,
    unchanged: plan.unchanged,
  };
  const after = { ...counts, rejected: plan.rejections.length };
  await recordAuditEvent(scope, { action: "stock.imported", subject: "stock", after });
  return {
    ...counts,
    rejections: plan.rejections,
    warnings: plan.warnings,
    preview: previewOf(plan),
  };
}

const stockChanged = () =>
  conflict("STOCK_CHANGED", "The stock changed during the import; nothing was stored. Try again.");

function previewOf({ creates, updates, prices }: ImportPlan): RowPreview[] {
  const preview = (action: RowPreview["action"], { line, car }: StockRow, changes: Field[]) => {
    const name = [car.year, car.brand, car.model, car.variant].filter(Boolean).join(" ");
    return { line, action, car: name, changes };
  };
  return [
    ...creates.slice(0, PREVIEWED).map((row) => preview("create", row, [])),
    ...updates.slice(0, PREVIEWED).map(({ row, changes }) => preview("update", row, changes)),
    ...prices.slice(0, PREVIEWED).map(({ row }) => preview("update", row, ["price"])),
  ];
}
