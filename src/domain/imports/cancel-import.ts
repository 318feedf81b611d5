import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict } from "../errors.ts";
import { deleteObjectsLater } from "../media/delete-objects.ts";
import { importKeys } from "./import-files.ts";
import { getImportRow } from "./import-row.ts";
import { publishImport } from "./publish-import.ts";
import { RUNNING } from "./schemas.ts";

/**
 * Ends an import of which, from then on, nothing stays; or gives a dry run's file up.
 * @throws DomainError not found; conflict IMPORT_OVER.
 */
export async function cancelImport(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant, now } = scope;
  const where = { tenantId: tenant.id, id };
  const ended = await db.stockImport.updateMany({
    where: {
      ...where,
      OR: [{ state: { in: [...RUNNING] } }, { state: "done", dryRun: true, hasSource: true }],
    },
    data: { state: "cancelled", endedAt: now, hasSource: false, hasRejected: false },
  });
  const row = await getImportRow(scope, id);
  if (ended.count === 0) throw conflict("IMPORT_OVER", `The import is over: ${row.state}.`);
  await deleteObjectsLater(scope, importKeys(tenant.id, id));
  await publishImport(scope, row);
  await recordAuditEvent(scope, { action: "stock.import_cancelled", subject: "stock", id });
}
