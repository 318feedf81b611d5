import type { TenantScope } from "../../db/index.ts";
import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { invalid } from "../errors.ts";
import { lockStaff } from "../staff/lock-staff.ts";
import { listShifts } from "./list-shifts.ts";
import type { Shifts, ShiftsChange } from "./schemas.ts";

/** Holds a period's row until the transaction ends. @throws DomainError invalid. */
async function assertPeriod({ db, tenant }: TenantScope, id: string): Promise<void> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM calendar_periods WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid
    FOR KEY SHARE`;
  if (rows.length === 0) throw invalid("periodId", "is not a period of this dealership");
}

/**
 * Sets somebody's whole week of shifts, the ordinary one or that of a period.
 * @throws DomainError not found, or invalid for a period that is not there.
 */
export async function replaceShifts(
  scope: TenantScope,
  staffId: string,
  { periodId, shifts }: ShiftsChange,
): Promise<Shifts> {
  const { db, tenant, now } = scope;
  await lockStaff(scope, staffId);
  if (periodId !== null) await assertPeriod(scope, periodId);
  const before = await listShifts(scope, staffId, periodId);
  await db.shift.deleteMany({ where: { tenantId: tenant.id, staffId, periodId } });
  await db.shift.createMany({
    data: shifts.map((shift) => ({
      ...shift,
      ...{ tenantId: tenant.id, staffId, periodId, createdAt: now },
    })),
  });
  const after = await listShifts(scope, staffId, periodId);
  await recordAuditEvent(scope, {
    ...{ action: "staff.shifts_replaced", subject: "staff", id: staffId },
    ...{ before: { shifts: before.shifts }, after: { periodId, shifts: after.shifts } },
  });
  await assignBacklogSoon(scope);
  return after;
}
