import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import type { openSale } from "./open-sale.ts";

type SaleRecord = Awaited<ReturnType<typeof openSale>>;

/** Puts a sale or its end on the buyer's timeline, in the inboxes and into the audit log. */
export async function recordSale(
  scope: TenantScope,
  change: "car_sold" | "sale_reopened",
  { id, carId, carTitle, leadId, priceIdr, salespersonId, soldOn }: SaleRecord,
  assigneeId: string | null,
): Promise<void> {
  if (leadId !== null) {
    await recordLeadEvent(scope, leadId, change, { saleId: id, carId, carTitle });
    await publishLiveEvent(scope, {
      ...{ kind: "lead.changed", lead: { id: leadId, assigneeId } },
      payload: { leadId, change, carId },
    });
  }
  await recordAuditEvent(scope, {
    ...{ action: change === "car_sold" ? "car.sold" : "car.reopened", subject: "car" },
    ...{ id: carId ?? undefined, after: { saleId: id, leadId, priceIdr, salespersonId, soldOn } },
  });
}
