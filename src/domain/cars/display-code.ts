import type { TenantScope } from "../../db/index.ts";

export const displayCodeOf = (number: number): string => `CAR-${String(number).padStart(4, "0")}`;

/**
 * Takes the tenant's stock lock until the transaction ends and reserves `count` numbers.
 * @returns the first of them. A count of 0 takes the lock alone.
 */
export async function reserveDisplayNumbers(scope: TenantScope, count: number): Promise<number> {
  const rows = await scope.db.$queryRaw<{ last_number: number }[]>`
    UPDATE stock_counters SET last_number = last_number + ${count}
    WHERE tenant_id = ${scope.tenant.id}::uuid RETURNING last_number`;
  const last = rows[0]?.last_number;
  if (last === undefined) throw new Error(`tenant ${scope.tenant.id} has no stock counter`);
  return last - count + 1;
}

/** A code that no car of the tenant carries; somebody may have typed the next number by hand. */
export async function nextDisplayCode(scope: TenantScope): Promise<string> {
  for (;;) {
    const displayCode = displayCodeOf(await reserveDisplayNumbers(scope, 1));
    const where = { tenantId_displayCode: { tenantId: scope.tenant.id, displayCode } };
    if (!(await scope.db.car.findUnique({ where, select: { id: true } }))) return displayCode;
  }
}
