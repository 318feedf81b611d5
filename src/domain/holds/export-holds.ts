import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import type { ExportedHold, HoldOutcome } from "./schemas.ts";

/** The latest `most` holds for a lead that the actor may know of, oldest first. */
export async function exportHolds(
  { db, tenant }: TenantScope,
  leadId: string,
  most: number,
): Promise<ExportedHold[]> {
  const rows = await db.carHold.findMany({
    where: { tenantId: tenant.id, leadId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: most,
    include: { car: { select: { brand: true, model: true, variant: true, year: true } } },
  });
  return rows.reverse().map((row) => ({
    ...{ car: carTitle(row.car), until: row.until.toISOString(), note: row.note },
    depositIdr: row.depositIdr === null ? null : Number(row.depositIdr),
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    outcome: row.outcome as HoldOutcome | null,
  }));
}
