import type { Actor, TenantScope } from "../../db/index.ts";
import type { Logger } from "../../infra/logger.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import { readStockFile } from "../cars/import/read-stock-file.ts";
import { rejectedRowsCsv } from "../cars/import/rejected-rows-csv.ts";
import type { Rejection } from "../cars/import/stock-file.ts";
import { DomainError } from "../errors.ts";
import { stayQuiet } from "../live/quiet-transactions.ts";
import { deleteObjectsLater } from "../media/delete-objects.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { carryOutImport, ImportEnded } from "./carry-out-import.ts";
import { importKeys, rejectedKey, sourceKey, sourceOfObject } from "./import-files.ts";
import { actorOf, findImportRow, type ImportRow } from "./import-row.ts";
import { publishImport } from "./publish-import.ts";
import { MOST_IMPORTED_ROWS, RUNNING, readingPart } from "./schemas.ts";
import { watchImport } from "./watch-import.ts";

export interface ImportDoors {
  enter: EnterTenant;
  /** For transactions of minutes, on behalf of somebody. */
  enterForLong(actor: Actor): EnterTenant;
  objects: ObjectStore;
  log: Logger;
}

/**
 * Carries out an import that waits, in one transaction: it has happened whole, or not at all. One
 * that broke off with its process is begun anew.
 * @throws Error when a later try may succeed.
 */
export async function runImport(doors: ImportDoors, importId: string): Promise<void> {
  const { enter, log } = doors;
  const row = await enter((scope) => takeUp(scope, importId));
  if (row) {
    const watch = watchImport(enter, importId, log);
    try {
      await takeIn(doors, row, watch.onProgress);
    } catch (error) {
      await watch.stop();
      const isOver = await enter((scope) => endUnlessPassing(scope, importId, error));
      if (!isOver) throw error;
    } finally {
      await watch.stop();
    }
  }
  await enter(async (scope) => {
    const now = await findImportRow(scope, importId);
    if (now) await publishImport(scope, now);
  });
}

/** Null for one that is over. */
async function takeUp(scope: TenantScope, id: string): Promise<ImportRow | null> {
  const { db, tenant, now } = scope;
  const taken = await db.stockImport.updateMany({
    where: { tenantId: tenant.id, id, state: { in: [...RUNNING] } },
    data: { state: "reading", rowsDone: 0, startedAt: now },
  });
  return taken.count === 0 ? null : findImportRow(scope, id);
}

async function takeIn(
  { enterForLong, objects, enter }: ImportDoors,
  row: ImportRow,
  onProgress: ReturnType<typeof watchImport>["onProgress"],
): Promise<void> {
  const { tenantId, now } = await enter(async ({ tenant, now }) => ({ tenantId: tenant.id, now }));
  const source = sourceOfObject(objects, sourceKey(tenantId, row.id));
  const limits = { now, onProgress, mostRows: MOST_IMPORTED_ROWS };
  const reading = readingPart(row.options);
  const file = await readStockFile(source, reading, limits);
  const keepRejected = async (rejections: Rejection[]) => {
    const csv = await Array.fromAsync(rejectedRowsCsv(source, rejections, reading));
    await objects.put(rejectedKey(tenantId, row.id), Buffer.from(csv.join("")), "text/csv");
    return true;
  };
  await enterForLong(actorOf(row.requestedBy))(async (scope) => {
    await stayQuiet(scope);
    await carryOutImport(scope, row, file, { onProgress, keepRejected });
  });
}

/** Whether the import is over: somebody ended it, or it can never succeed. */
async function endUnlessPassing(scope: TenantScope, id: string, error: unknown): Promise<boolean> {
  const { db, tenant, now } = scope;
  const where = { tenantId: tenant.id, id, state: { in: [...RUNNING] } };
  if (error instanceof ImportEnded || (await db.stockImport.count({ where })) === 0) return true;
  if (!(error instanceof DomainError)) return false;
  const { count } = await db.stockImport.updateMany({
    where,
    data: { state: "failed", failure: error.message, endedAt: now, hasSource: false },
  });
  if (count > 0) await deleteObjectsLater(scope, importKeys(tenant.id, id));
  return true;
}
