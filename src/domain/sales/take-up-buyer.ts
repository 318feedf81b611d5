import type { TenantScope } from "../../db/index.ts";
import { changeLeadStatus } from "../leads/change-lead-status.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import type { LeadStatus } from "../leads/vocabulary.ts";
import type { openSale } from "./open-sale.ts";

type SaleRecord = Awaited<ReturnType<typeof openSale>>;

/**
 * Gives the buyer of a sale that was reopened, whose row the caller holds, the status from which the
 * sale closed the lead. A lead that staff moved since, or that bought another car, stays as it is.
 */
export async function takeUpBuyer(scope: TenantScope, sale: SaleRecord): Promise<void> {
  const { db, tenant } = scope;
  if (sale.leadId === null) return;
  const [closed] = await db.$queryRaw<{ from: LeadStatus }[]>`
    SELECT move.details ->> 'from' AS from FROM leads, LATERAL (
      SELECT at, details FROM lead_events
      WHERE tenant_id = ${tenant.id}::uuid AND lead_id = leads.id AND kind = 'status_changed'
      ORDER BY at DESC, id DESC LIMIT 1) move
    WHERE leads.tenant_id = ${tenant.id}::uuid AND leads.id = ${sale.leadId}::uuid
      AND ${visibleLeads(scope)} AND leads.status = 'closed'
      AND move.at = ${sale.createdAt}::timestamptz AND move.details ->> 'to' = 'closed'
      AND NOT EXISTS (SELECT FROM car_sales other WHERE other.tenant_id = ${tenant.id}::uuid
        AND other.lead_id = leads.id AND other.reopened_at IS NULL)`;
  if (closed) await changeLeadStatus(scope, sale.leadId, { status: closed.from });
}
