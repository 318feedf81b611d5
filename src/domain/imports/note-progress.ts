import type { TenantScope } from "../../db/index.ts";
import type { ImportRow } from "./import-row.ts";
import { publishImport } from "./publish-import.ts";
import { RUNNING } from "./schemas.ts";

/** Notes how far an import is, and tells of it when it is news. @returns whether it goes on. */
export async function noteProgress(
  scope: TenantScope,
  id: string,
  progress: Pick<ImportRow, "state" | "rowsDone" | "rowsTotal">,
  isNews: boolean,
): Promise<boolean> {
  const { db, tenant } = scope;
  const where = { tenantId: tenant.id, id, state: { in: [...RUNNING] } };
  if (!isNews) return (await db.stockImport.count({ where })) > 0;
  const { count } = await db.stockImport.updateMany({ where, data: progress });
  if (count > 0) await publishImport(scope, { id, ...progress });
  return count > 0;
}
