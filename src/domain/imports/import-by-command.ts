import type { TenantScope } from "../../db/index.ts";
import type { ImportManner, ImportMode } from "../cars/import/import-manner.ts";
import type { ImportOutcome } from "../cars/import/import-stock.ts";
import type { StockFile } from "../cars/import/stock-file.ts";
import { stayQuiet } from "../live/quiet-transactions.ts";
import { carryOutImport } from "./carry-out-import.ts";
import { storable, storableText, storedActor } from "./import-row.ts";
import { StockImportOptions } from "./schemas.ts";

interface GivenFile {
  name: string;
  bytes: number;
  header: string[];
}

/**
 * Takes a file in within the scope's transaction, and writes it down among the dealership's imports,
 * so that it can be undone.
 * @throws DomainError of importStock.
 */
export async function importByCommand(
  scope: TenantScope,
  file: StockFile,
  given: GivenFile & { options: object; mode: ImportMode },
  onProgress: ImportManner["onProgress"],
): Promise<ImportOutcome> {
  const { db, tenant, now } = scope;
  await stayQuiet(scope);
  const options = StockImportOptions.parse({ ...given.options, mode: given.mode });
  const { id } = await db.stockImport.create({
    data: {
      ...{ tenantId: tenant.id, state: "writing", dryRun: false, createdAt: now, startedAt: now },
      ...{ fileName: given.name.slice(0, 200), fileBytes: Math.min(given.bytes, 2 ** 31 - 1) },
      ...{
        options: storable(options),
        header: given.header.map(storableText),
        requestedBy: storedActor(scope),
      },
    },
    select: { id: true },
  });
  const row = { id, dryRun: false, options, header: given.header };
  return carryOutImport(scope, row, file, { onProgress });
}
