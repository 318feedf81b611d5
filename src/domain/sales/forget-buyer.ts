import type { TenantScope } from "../../db/index.ts";
import { reserveDisplayNumbers } from "../cars/display-code.ts";

/**
 * Takes a lead, whose row the caller holds, and whoever bought under its number out of the sales;
 * these stay.
 */
export async function forgetBuyer(scope: TenantScope, leadId: string): Promise<void> {
  const { db, tenant } = scope;
  await reserveDisplayNumbers(scope, 0);
  await db.$executeRaw`
    UPDATE car_sales SET buyer_name = NULL, buyer_phone = NULL, reopen_reason = NULL
    WHERE tenant_id = ${tenant.id}::uuid AND (lead_id = ${leadId}::uuid OR buyer_phone IN (
      SELECT phone FROM leads WHERE tenant_id = ${tenant.id}::uuid
        AND (id = ${leadId}::uuid OR merged_into_id = ${leadId}::uuid)))`;
}
