import type { TenantScope } from "../../db/index.ts";
import { UNDO_FOR } from "../cars/import/import-manner.ts";
import { deleteObjectsLater } from "../media/delete-objects.ts";
import { importKeys } from "./import-files.ts";
import { findImportRow } from "./import-row.ts";
import { publishImport } from "./publish-import.ts";
import { RUNNING } from "./schemas.ts";
import { GIVEN_UP_AFTER, LISTED_FOR, sweepImportLater } from "./sweep-import-later.ts";

/**
 * Removes the files of an import that was never written down; gives up one that is not over after a
 * day; removes files and what is needed to undo it after a week, and all of it after 90 days.
 */
export async function sweepImport(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant, now } = scope;
  const tenantId = tenant.id;
  const row = await findImportRow(scope, id);
  if (!row) return deleteObjectsLater(scope, importKeys(tenantId, id));
  const since = row.startedAt && row.startedAt > row.createdAt ? row.startedAt : row.createdAt;
  const age = now.getTime() - since.getTime();
  if (age < GIVEN_UP_AFTER) return sweepImportLater(scope, id);
  await giveUp(scope, id);
  if (age >= LISTED_FOR) {
    await db.stockImport.deleteMany({ where: { tenantId, id } });
    return deleteObjectsLater(scope, importKeys(tenantId, id));
  }
  const at = (milliseconds: number) => new Date(since.getTime() + milliseconds);
  if (age < UNDO_FOR) return sweepImportLater(scope, id, at(UNDO_FOR));
  await db.stockImportChange.deleteMany({ where: { tenantId, importId: id } });
  await db.stockImport.updateMany({
    where: { tenantId, id },
    data: { mayUndo: false, hasSource: false, hasRejected: false },
  });
  await deleteObjectsLater(scope, importKeys(tenantId, id));
  await sweepImportLater(scope, id, at(LISTED_FOR));
}

async function giveUp(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant, now } = scope;
  const where = { tenantId: tenant.id, id };
  const failed = await db.stockImport.updateMany({
    where: { ...where, state: { in: [...RUNNING] } },
    data: {
      ...{ state: "failed", endedAt: now, hasSource: false },
      failure: "It could not be carried out within a day; nothing of it was stored.",
    },
  });
  const back = await db.stockImport.updateMany({
    where: { ...where, state: "undoing" },
    data: { state: "done" },
  });
  if (failed.count > 0) await deleteObjectsLater(scope, importKeys(tenant.id, id));
  const row = failed.count + back.count > 0 ? await findImportRow(scope, id) : null;
  if (row) await publishImport(scope, row);
}
