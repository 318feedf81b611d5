import type { TenantScope } from "../../db/index.ts";
import { isOnShift, nextShiftStart } from "../calendar/duty.ts";
import { getCalendar } from "../calendar/get-calendar.ts";

/** Somebody active in sales, who is given leads. */
export interface Salesperson {
  id: string;
  name: string;
  isBusy: boolean;
  /** Their own limit of open leads, if they have one. */
  ownLimit: number | null;
  lastAssignedAt: Date | null;
  isOnShift: boolean;
  /** When they next come on, also from a break; null when that is not in sight. */
  nextShiftAt: Date | null;
}

/** Everybody active in sales, whose turn it is first: who waits longest since their last one. */
export async function listSalespeople(scope: TenantScope): Promise<Salesperson[]> {
  const { db, tenant, now } = scope;
  const calendar = await getCalendar(scope);
  const rows = await db.staff.findMany({
    where: { tenantId: tenant.id, role: "sales", status: "active" },
    select: { id: true, name: true, availability: true, shifts: true },
    orderBy: { id: "asc" },
  });
  const turn = (at: Date | null) => at?.getTime() ?? 0;
  return rows
    .map(({ id, name, availability, shifts }) => ({
      ...{ id, name },
      isBusy: availability?.isBusy ?? false,
      ownLimit: availability?.maxOpenLeads ?? null,
      lastAssignedAt: availability?.lastAssignedAt ?? null,
      isOnShift: isOnShift(calendar, shifts, now),
      nextShiftAt: nextShiftStart(calendar, shifts, now),
    }))
    .toSorted((a, b) => turn(a.lastAssignedAt) - turn(b.lastAssignedAt));
}
