import type { TenantScope } from "../../db/index.ts";
import { stayQuiet } from "../live/quiet-transactions.ts";
import { cannotUndo } from "./request-undo.ts";
import type { UndoReport } from "./schemas.ts";
import { undoImport } from "./undo-import.ts";

/** As undoImport, of the last one. @throws DomainError conflict CANNOT_UNDO when there is none. */
export async function undoLastImport(scope: TenantScope): Promise<UndoReport> {
  const { db, tenant } = scope;
  await stayQuiet(scope);
  const where = { tenantId: tenant.id, mayUndo: true };
  const last = await db.stockImport.findFirst({ where, select: { id: true } });
  if (!last) throw cannotUndo();
  return undoImport(scope, last.id);
}
