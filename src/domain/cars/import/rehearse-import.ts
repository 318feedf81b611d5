import type { TenantScope } from "../../../db/index.ts";
import { assertMaySetCost } from "../car-columns.ts";
import type { ImportManner } from "./import-manner.ts";
import { type ImportOutcome, outcomeOf } from "./import-stock.ts";
import { planImport } from "./plan-import.ts";
import type { StockFile } from "./stock-file.ts";

/**
 * Tells what importStock would do with the stock as it is, and does nothing of it.
 * @throws DomainError forbidden when the file has costs and the actor may not set them.
 */
export async function rehearseImport(
  scope: TenantScope,
  file: StockFile,
  { mode }: ImportManner = {},
): Promise<ImportOutcome> {
  if (file.fields.includes("cost")) assertMaySetCost(scope, { cost: null });
  return outcomeOf(await planImport(scope, file), file, mode);
}
