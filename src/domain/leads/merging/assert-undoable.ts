import type { TenantScope } from "../../../db/index.ts";
import { conflict } from "../../errors.ts";
import type { WholeLead } from "./lock-leads.ts";
import { UNDO_HOURS } from "./schemas.ts";

interface Merge {
  id: string;
  mergedAt: Date;
  undoneAt: Date | null;
}

/** Whether one of the two had a part in a merge after this one that still stands. */
async function isMergedFurther(
  { db, tenant }: TenantScope,
  merge: Merge,
  ids: string[],
): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM lead_merges
    WHERE tenant_id = ${tenant.id}::uuid AND undone_at IS NULL
      AND (kept_id = ANY (${ids}::uuid[]) OR merged_id = ANY (${ids}::uuid[]))
      AND (merged_at, id) > (${merge.mergedAt}::timestamptz, ${merge.id}::uuid)
    LIMIT 1`;
  return rows.length > 0;
}

/** @throws DomainError conflict, telling why the merge cannot be undone. The caller holds both leads. */
export async function assertUndoable(
  scope: TenantScope,
  merge: Merge,
  kept: WholeLead,
  merged: WholeLead,
): Promise<void> {
  if (merge.undoneAt) throw conflict("MERGE_UNDONE", "This merge is undone already.");
  if (scope.now.getTime() > merge.mergedAt.getTime() + UNDO_HOURS * 3_600_000) {
    throw conflict("MERGE_TOO_OLD", `A merge can be undone for ${UNDO_HOURS} hours.`);
  }
  const isApart =
    kept.erasedAt || merged.erasedAt || kept.mergedIntoId || merged.mergedIntoId !== kept.id;
  if (isApart || (await isMergedFurther(scope, merge, [kept.id, merged.id]))) {
    const why = "One of the two leads was erased or merged further; undo the later merge first.";
    throw conflict("MERGE_ENTANGLED", why);
  }
}
