import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { getStaff } from "../staff/get-staff.ts";
import type { Shifts } from "./schemas.ts";

/**
 * Somebody's shifts of an ordinary week, or for the days of a period.
 * @throws DomainError not found.
 */
export async function listShifts(
  scope: TenantScope,
  staffId: string,
  periodId: string | null,
): Promise<Shifts> {
  const { db, tenant } = scope;
  await getStaff(scope, staffId);
  if (periodId !== null) {
    const where = { tenantId: tenant.id, id: periodId };
    if ((await db.calendarPeriod.count({ where })) === 0) throw notFound("period");
  }
  const shifts = await db.shift.findMany({
    where: { tenantId: tenant.id, staffId, periodId },
    orderBy: [{ weekday: "asc" }, { startsAt: "asc" }, { id: "asc" }],
    select: { weekday: true, startsAt: true, endsAt: true, breakFrom: true, breakTo: true },
  });
  return { periodId, shifts };
}
