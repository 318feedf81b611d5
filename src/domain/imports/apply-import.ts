import { Prisma, type TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { assertMaySetCost } from "../cars/car-columns.ts";
import { conflict } from "../errors.ts";
import { getImportRow, storable, storedActor } from "./import-row.ts";
import { runImportLater } from "./run-import-later.ts";

/**
 * Has the file of a dry run taken in, as it was read then.
 * @throws DomainError not found; conflict NOT_A_DRY_RUN, also when its file is kept no more;
 * forbidden when it has costs and the actor may not set them.
 */
export async function applyImport(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  const row = await getImportRow(scope, id);
  if (row.report?.fields.includes("cost")) assertMaySetCost(scope, { cost: null });
  const options = { ...row.options, dryRun: false };
  const applied = await db.stockImport.updateMany({
    where: { tenantId: tenant.id, id, state: "done", dryRun: true, hasSource: true },
    data: {
      ...{ state: "waiting", dryRun: false, rowsDone: 0, rowsTotal: 0, report: Prisma.DbNull },
      ...{ options: storable(options), requestedBy: storedActor(scope) },
    },
  });
  if (applied.count === 0) {
    throw conflict("NOT_A_DRY_RUN", "Only a dry run whose file is still kept can be applied.");
  }
  const after = { file: row.fileName, mode: options.mode, dryRun: false };
  const event = { action: "stock.import_requested", subject: "stock", id, after } as const;
  await recordAuditEvent(scope, event);
  await runImportLater(scope, id);
}
