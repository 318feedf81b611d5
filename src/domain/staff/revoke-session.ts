import type { TenantScope } from "../../db/index.ts";

/** Ends one login at once: neither its refresh tokens nor its access tokens are good any more. */
export async function revokeSession({ db, tenant, now }: TenantScope, id: string): Promise<void> {
  await db.session.updateMany({
    where: { tenantId: tenant.id, id, revokedAt: null },
    data: { revokedAt: now },
  });
}

/** Ends all logins of somebody, but for one where it is named. @returns how many there were. */
export async function revokeSessionsOf(
  { db, tenant, now }: TenantScope,
  staffId: string,
  exceptFor?: string,
): Promise<number> {
  const { count } = await db.session.updateMany({
    where: { tenantId: tenant.id, staffId, revokedAt: null, id: { not: exceptFor } },
    data: { revokedAt: now },
  });
  return count;
}
