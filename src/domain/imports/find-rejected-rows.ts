import type { TenantScope } from "../../db/index.ts";
import { seesCost } from "../cars/car-columns.ts";
import { forbidden, notFound } from "../errors.ts";
import { rejectedKey } from "./import-files.ts";
import { getImportRow } from "./import-row.ts";

/**
 * Where the rejected rows of an import are kept, as CSV.
 * @throws DomainError not found when there are none or they are kept no more; forbidden when they
 * have costs and the actor may not see them.
 */
export async function findRejectedRows(scope: TenantScope, id: string): Promise<string> {
  const { hasRejected, report } = await getImportRow(scope, id);
  if (!hasRejected) throw notFound("file of rejected rows");
  if (report?.fields.includes("cost") && !seesCost(scope)) {
    throw forbidden("The file has what cars cost, which your role may not see.");
  }
  return rejectedKey(scope.tenant.id, id);
}
