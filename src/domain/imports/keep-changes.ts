import type { TenantScope } from "../../db/index.ts";
import type { ChangeKeeper } from "../cars/import/import-manner.ts";
import { storable } from "./import-row.ts";

/** Keeps what an import changes, so that it can be undone. */
export function keepChanges({ db, tenant }: TenantScope, importId: string) {
  let position = 0;
  const keep = async (changes: { created?: unknown[]; updated?: unknown[] }) => {
    const { created = [], updated = [] } = changes;
    // Rows of the file and of the stock, whose texts PostgreSQL had taken before.
    const data = { created: created as never[], updated: updated as never[] };
    await db.stockImportChange.createMany({
      data: { tenantId: tenant.id, importId, position, ...data },
    });
    position += 1;
  };
  const keeper: ChangeKeeper = {
    created: (created) => keep({ created }),
    updated: (updated) => keep({ updated: storable({ updated })["updated"] as never[] }),
  };
  return keeper;
}
