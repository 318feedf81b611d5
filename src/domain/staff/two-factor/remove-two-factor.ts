import type { TenantScope } from "../../../db/index.ts";

/** Forgets somebody's second factor. @returns whether there was one. */
export async function removeTwoFactor(
  { db, tenant }: TenantScope,
  staffId: string,
): Promise<boolean> {
  const where = { tenantId: tenant.id, staffId };
  await db.recoveryCode.deleteMany({ where });
  const { count } = await db.totpCredential.deleteMany({ where });
  return count > 0;
}
