import type { TenantScope } from "../../db/index.ts";
import { getImportRow } from "./import-row.ts";
import { importView } from "./import-view.ts";
import type { StockImport } from "./schemas.ts";

/** @throws DomainError not found. */
export const getImport = async (scope: TenantScope, id: string): Promise<StockImport> =>
  importView(scope, await getImportRow(scope, id));
