import type { TenantScope } from "../../db/index.ts";
import { openConversation } from "../conversations/open-conversation.ts";
import { queueMessage } from "../conversations/queue-message.ts";
import { CONFIRMABLE_FOR, DAY, REQUESTS_A_DAY } from "./limits.ts";
import type { SubscriptionKind } from "./schemas.ts";
import { findSubscriberDevice } from "./subscriber-device.ts";
import { sweepLater } from "./sweep-subscription.ts";
import { requestText } from "./texts.ts";

export interface Pending {
  id: string;
  kind: SubscriptionKind;
  leadId: string;
  phone: string;
  code: string;
  carTitle: string;
}

/** Whether the number may be asked once more today. */
async function mayAsk({ db, tenant, now }: TenantScope, phone: string): Promise<boolean> {
  const since = new Date(now.getTime() - DAY);
  const where = { tenantId: tenant.id, phone };
  const asked = await db.carSubscription.count({ where: { ...where, askedAt: { gt: since } } });
  const confirmed = await db.carSubscription.count({
    where: { ...where, confirmedAt: { not: null } },
  });
  return asked < REQUESTS_A_DAY[confirmed > 0 ? "confirmed" : "unconfirmed"];
}

/**
 * Asks the owner of a number to confirm a subscription, unless they were asked enough today. The
 * caller holds the row of the lead, who has not opted out.
 */
export async function askToConfirm(scope: TenantScope, pending: Pending): Promise<void> {
  const { db, tenant, now } = scope;
  const { id, leadId, phone } = pending;
  if (!(await mayAsk(scope, phone))) return;
  const device = await findSubscriberDevice(scope, phone);
  if (!device) return;
  const conversation = await openConversation(scope, { leadId, person: phone }, device.id);
  await queueMessage(scope, {
    ...{ conversationId: conversation.id, kind: "text", body: requestText(tenant, pending) },
    ...{ automatic: "subscription_request", authorId: null },
  });
  const expiresAt = new Date(now.getTime() + CONFIRMABLE_FOR);
  await db.carSubscription.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { askedAt: now, expiresAt },
  });
  await sweepLater(scope, id, expiresAt);
}

/** Asks about the oldest of a lead's requests that was never asked about, where there is one. */
export async function askNext(scope: TenantScope, leadId: string): Promise<void> {
  const { db, tenant, now } = scope;
  const next = await db.carSubscription.findFirst({
    where: {
      tenantId: tenant.id,
      leadId,
      status: "pending",
      askedAt: null,
      expiresAt: { gt: now },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  if (next) await askToConfirm(scope, { ...next, kind: next.kind as SubscriptionKind });
}
