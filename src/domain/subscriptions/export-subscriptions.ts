import type { TenantScope } from "../../db/index.ts";
import type { ExportedSubscription } from "./schemas.ts";
import {
  type SubscriptionRow,
  selectSubscriptions,
  subscriptionView,
} from "./subscription-view.ts";

/** The latest `most` subscriptions of a lead that the actor may know of, oldest first. */
export async function exportSubscriptions(
  scope: TenantScope,
  leadId: string,
  most: number,
): Promise<ExportedSubscription[]> {
  const rows = await scope.db.$queryRaw<SubscriptionRow[]>`
    ${selectSubscriptions(scope)} AND s.lead_id = ${leadId}::uuid
    ORDER BY s.created_at DESC, s.id DESC LIMIT ${most}`;
  return rows.reverse().map((row) => {
    const { id: _, lead: __, carId: ___, expiresAt: ____, ...told } = subscriptionView(row);
    return told;
  });
}
