import type { Prisma } from "../../db/index.ts";
import { LISTS, type ListName, type SavedFilter } from "./schemas.ts";

/** What a filter is read with. */
export const WITH_OWNER = {
  staff: { select: { id: true, name: true } },
} as const satisfies Prisma.SavedFilterInclude;

export type FilterRow = Prisma.SavedFilterGetPayload<{ include: typeof WITH_OWNER }>;

export function filterView({ staff, ...row }: FilterRow, staffId: string): SavedFilter {
  const list = row.list as ListName;
  // checkQuery read it before it was kept.
  const query = row.query as Record<string, string>;
  return {
    ...{ id: row.id, list, name: row.name, query, isShared: row.isShared },
    href: `${LISTS[list].path}?${new URLSearchParams(query)}`.replace(/\?$/, ""),
    ...{ isOwn: staff.id === staffId, owner: staff },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What the audit log compares of a filter. */
export const auditedFilter = ({ list, name, query, isShared }: FilterRow) => ({
  ...{ list, name, query, isShared },
});
