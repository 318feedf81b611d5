import type { TenantScope } from "../../db/index.ts";
import type { StaffActor } from "../staff/find-actor.ts";
import { allows } from "../staff/permissions.ts";
import { filterView, WITH_OWNER } from "./filter-view.ts";
import { LISTS, type ListName, type SavedFilter, type SavedFilterQuery } from "./schemas.ts";

/** Shown at once: one's own, at most 50, and colleagues' that are shared. */
const MOST_SHOWN = 500;

/** One's own filters and those that are shared, of the lists that the actor may see, by name. */
export async function listFilters(
  { db, tenant, actor }: TenantScope,
  { id: staffId }: StaffActor,
  { list }: SavedFilterQuery,
): Promise<SavedFilter[]> {
  const lists = (list ? [list] : (Object.keys(LISTS) as ListName[])).filter((name) =>
    allows(actor, LISTS[name].permission),
  );
  const where = { tenantId: tenant.id, list: { in: lists } };
  const [own, shared] = [
    await db.savedFilter.findMany({ where: { ...where, staffId }, include: WITH_OWNER }),
    await db.savedFilter.findMany({
      where: { ...where, staffId: { not: staffId }, isShared: true },
      ...{ include: WITH_OWNER, orderBy: { id: "asc" as const }, take: MOST_SHOWN - 50 },
    }),
  ];
  return [...own, ...shared]
    .map((row) => filterView(row, staffId))
    .sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}
