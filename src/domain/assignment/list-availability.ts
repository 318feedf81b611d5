import { Prisma, type TenantScope } from "../../db/index.ts";
import { listSalespeople } from "./list-salespeople.ts";
import { OPEN_LEADS } from "./open-leads.ts";
import type { Availability } from "./schemas.ts";

/** Everybody in sales and whether they are given leads now; whose turn it is first. */
export async function listAvailability(scope: TenantScope): Promise<Availability[]> {
  const { db, tenant } = scope;
  const salespeople = await listSalespeople(scope);
  const ids = salespeople.map(({ id }) => id);
  const counts = await db.$queryRaw<{ id: string; open: number }[]>(Prisma.sql`
    SELECT assignee_id AS id, count(*)::int AS open FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND assignee_id = ANY (${ids}::uuid[]) AND ${OPEN_LEADS}
    GROUP BY assignee_id`);
  const openOf = new Map(counts.map(({ id, open }) => [id, open]));
  return salespeople.map(({ id, name, isOnShift, nextShiftAt, isBusy, ownLimit }) => ({
    ...{ staff: { id, name }, isOnShift, isBusy, maxOpenLeads: ownLimit },
    nextShiftAt: nextShiftAt?.toISOString() ?? null,
    openLeads: openOf.get(id) ?? 0,
  }));
}
