import { Prisma, type TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { forbidden } from "../errors.ts";
import { getStaff } from "../staff/get-staff.ts";
import { allows } from "../staff/permissions.ts";
import { assignBacklogSoon } from "./schedule-backlog.ts";
import type { AvailabilityChange, OwnAvailability } from "./schemas.ts";

/**
 * Switches whether somebody is busy, which everybody may of themselves, and how many open leads they
 * may have. Leads that wait are given out to whoever is free now.
 * @throws DomainError forbidden, not found.
 */
export async function changeAvailability(
  scope: TenantScope,
  staffId: string,
  { isBusy, maxOpenLeads }: AvailabilityChange,
): Promise<OwnAvailability> {
  const { db, tenant, actor, now } = scope;
  await getStaff(scope, staffId);
  const isOwn = actor.kind === "staff" && actor.id === staffId;
  if (!allows(actor, "inbox:manage") && !(isOwn && maxOpenLeads === undefined)) {
    throw forbidden("Your role may switch whether you yourself are busy, and no more.");
  }
  await db.$executeRaw`
    INSERT INTO staff_availability (tenant_id, staff_id, updated_at)
    VALUES (${tenant.id}::uuid, ${staffId}::uuid, ${now}::timestamptz)
    ON CONFLICT (tenant_id, staff_id) DO NOTHING`;
  const held = await db.$queryRaw<Omit<OwnAvailability, "staffId">[]>(Prisma.sql`
    SELECT is_busy AS "isBusy", max_open_leads AS "maxOpenLeads" FROM staff_availability
    WHERE tenant_id = ${tenant.id}::uuid AND staff_id = ${staffId}::uuid
    FOR UPDATE`);
  const before = held[0];
  const { isBusy: busy, maxOpenLeads: limit } = await db.staffAvailability.update({
    where: { tenantId_staffId: { tenantId: tenant.id, staffId } },
    data: { isBusy, maxOpenLeads, updatedAt: now },
  });
  const after = { isBusy: busy, maxOpenLeads: limit };
  await recordAuditEvent(scope, {
    ...{ action: "staff.availability_changed", subject: "staff", id: staffId },
    ...{ before: { ...before }, after },
  });
  await assignBacklogSoon(scope);
  return { staffId, ...after };
}
