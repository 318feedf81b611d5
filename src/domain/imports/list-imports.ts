import type { TenantScope } from "../../db/index.ts";
import type { ImportRow } from "./import-row.ts";
import { importItem } from "./import-view.ts";
import type { StockImportQuery } from "./schemas.ts";

/** Imports of the last 90 days, the newest first; ids follow the time. */
export async function listImports({ db, tenant }: TenantScope, query: StockImportQuery) {
  const { limit, cursor } = query;
  const found = await db.stockImport.findMany({
    where: { tenantId: tenant.id, ...(cursor && { id: { lt: cursor } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = found.slice(0, limit);
  const nextCursor = found.length > page.length ? (page.at(-1)?.id ?? null) : null;
  // Written by the verbs of this folder alone, in these shapes.
  const rows = page as unknown as ImportRow[];
  return { data: rows.map(importItem), meta: { limit, nextCursor } };
}
