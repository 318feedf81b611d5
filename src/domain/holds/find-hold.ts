import type { TenantScope } from "../../db/index.ts";

/** The hold that a car is under, as it is stored. */
export const findHold = ({ db, tenant }: TenantScope, carId: string) =>
  db.carHold.findFirst({ where: { tenantId: tenant.id, carId, endedAt: null } });

export type HoldRecord = NonNullable<Awaited<ReturnType<typeof findHold>>>;
