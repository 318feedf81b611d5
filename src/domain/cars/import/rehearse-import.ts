import type { TenantScope } from "../../../db/index.ts";
import { type ImportOutcome, importStock } from "./import-stock.ts";
import type { OnProgress, StockFile } from "./stock-file.ts";

/** Does all that importStock does, and takes it back. */
export async function rehearseImport(
  scope: TenantScope,
  file: StockFile,
  onProgress?: OnProgress,
): Promise<ImportOutcome> {
  await scope.db.$executeRaw`SAVEPOINT before_rehearsal`;
  const outcome = await importStock(scope, file, onProgress);
  await scope.db.$executeRaw`ROLLBACK TO SAVEPOINT before_rehearsal`;
  return outcome;
}
