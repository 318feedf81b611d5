import type { TenantScope } from "../../db/index.ts";

/** Any number that no other advisory lock on a tenant uses. */
const LOCK = 4_116_200;

/**
 * Waits for its turn to choose somebody, until the transaction ends: who chooses next sees what was
 * chosen before. Whoever also holds a lead's row has taken that first.
 */
export async function takeTurn({ db, tenant }: TenantScope): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${tenant.id}, ${LOCK}))`;
}
