import type { TenantScope } from "../../../db/index.ts";
import { conflict } from "../../errors.ts";

/** @throws DomainError conflict TWO_FACTOR_OFF; otherwise it stays on until the transaction ends. */
export async function assertTwoFactorOn(
  { db, tenant }: TenantScope,
  staffId: string,
): Promise<void> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM totp_credentials
    WHERE tenant_id = ${tenant.id}::uuid AND staff_id = ${staffId}::uuid
      AND confirmed_at IS NOT NULL
    FOR UPDATE`;
  if (rows.length === 0) throw conflict("TWO_FACTOR_OFF", "Two-factor login is not on.");
}
