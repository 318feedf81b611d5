import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { periodView } from "./period-view.ts";
import type { CalendarPeriod } from "./schemas.ts";

/**
 * Reads a period for a change and holds its row until the transaction ends.
 * @throws DomainError not found.
 */
export async function lockPeriod({ db, tenant }: TenantScope, id: string): Promise<CalendarPeriod> {
  const rows = await db.$queryRaw<Parameters<typeof periodView>[0][]>`
    SELECT id, name, starts_on AS "startsOn", ends_on AS "endsOn", opening_hours AS "openingHours"
    FROM calendar_periods WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid
    FOR UPDATE`;
  const row = rows[0];
  if (!row) throw notFound("period");
  return periodView(row);
}
