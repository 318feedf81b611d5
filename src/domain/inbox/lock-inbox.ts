import type { TenantScope } from "../../db/index.ts";

/** What the tenant's inbox is locked by. */
export const inboxLockKey = (tenantId: string): string => `inbox:${tenantId}`;

/**
 * Waits until nobody works in the tenant's events, and keeps it so until the transaction ends. It
 * comes before every lock of a row, or two could wait for each other.
 */
export async function lockInbox({ db, tenant }: TenantScope): Promise<void> {
  await db.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${inboxLockKey(tenant.id)}, 0))`;
}
