import type { TenantScope } from "../../db/index.ts";

export interface Account {
  email: string;
  passwordHash: string | null;
  passwordChangedAt: Date | null;
}

/**
 * An active staff member's account, held as it is until the transaction ends: who is let in by it
 * cannot be missed by a change that ends all logins. Null when there is none.
 */
export async function holdAccount(
  { db, tenant }: TenantScope,
  staffId: string,
): Promise<Account | null> {
  const rows = await db.$queryRaw<Account[]>`
    SELECT email, password_hash AS "passwordHash", password_changed_at AS "passwordChangedAt"
    FROM staff
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${staffId}::uuid AND status = 'active'
    FOR SHARE`;
  return rows[0] ?? null;
}
