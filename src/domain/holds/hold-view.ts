import { Prisma, type TenantScope } from "../../db/index.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import { allows } from "../staff/permissions.ts";
import type { Hold, HoldOutcome } from "./schemas.ts";

export interface HoldRow {
  id: string;
  carId: string;
  leadId: string | null;
  leadName: string | null;
  takenById: string | null;
  takenByName: string | null;
  until: Date;
  depositIdr: bigint | null;
  note: string | null;
  createdAt: Date;
  endedAt: Date | null;
  outcome: HoldOutcome | null;
}

/** A car's holds, ready for further conditions by AND; the lead's fields where the actor may see it. */
export function selectHolds(scope: TenantScope, carId: string): Prisma.Sql {
  const tenantId = scope.tenant.id;
  const seesLeads = allows(scope.actor, "leads:read") ? visibleLeads(scope) : Prisma.sql`FALSE`;
  return Prisma.sql`
    SELECT hold.id, hold.car_id AS "carId", leads.id AS "leadId", leads.name AS "leadName",
      staff.id AS "takenById", staff.name AS "takenByName", hold.until,
      hold.deposit_idr AS "depositIdr", CASE WHEN leads.id IS NOT NULL THEN hold.note END AS note,
      hold.created_at AS "createdAt", hold.ended_at AS "endedAt", hold.outcome
    FROM car_holds hold
    LEFT JOIN leads ON leads.tenant_id = ${tenantId}::uuid AND leads.id = hold.lead_id
      AND ${seesLeads}
    LEFT JOIN staff ON staff.tenant_id = ${tenantId}::uuid AND staff.id = hold.taken_by_id
    WHERE hold.tenant_id = ${tenantId}::uuid AND hold.car_id = ${carId}::uuid`;
}

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name });

export const holdView = (row: HoldRow): Hold => ({
  ...{ id: row.id, carId: row.carId, lead: named(row.leadId, row.leadName) },
  takenBy: named(row.takenById, row.takenByName),
  until: row.until.toISOString(),
  depositIdr: row.depositIdr === null ? null : Number(row.depositIdr),
  ...{ note: row.note, createdAt: row.createdAt.toISOString() },
  ...{ endedAt: row.endedAt?.toISOString() ?? null, outcome: row.outcome },
});
