import { Prisma, type TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import { endSubscriptions } from "./end-subscriptions.ts";

/**
 * Ends somebody's subscription on behalf of the staff; one that has ended stays so.
 * @throws DomainError not found, also for one of a lead that the actor may not know of.
 */
export async function endSubscription(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  const leads = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT leads.id FROM leads
    JOIN car_subscriptions s ON s.tenant_id = ${tenant.id}::uuid AND s.lead_id = leads.id
      AND s.id = ${id}::uuid
    WHERE leads.tenant_id = ${tenant.id}::uuid AND ${visibleLeads(scope)}
    FOR NO KEY UPDATE OF leads`);
  const lead = leads[0];
  if (!lead) throw notFound("subscription");
  const [ended] = await endSubscriptions(scope, { id });
  if (!ended) return;
  const details = { subscriptionId: id, subscription: ended.kind, carId: ended.carId };
  await recordLeadEvent(scope, lead.id, "subscription_ended", {
    ...{ ...details, carTitle: ended.carTitle },
  });
  await recordAuditEvent(scope, {
    ...{ action: "subscription.ended", subject: "subscription", id },
    after: { leadId: lead.id, kind: ended.kind, carId: ended.carId },
  });
}
