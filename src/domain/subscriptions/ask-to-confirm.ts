import type { TenantScope } from "../../db/index.ts";
import { lockDevice } from "../devices/lock-device.ts";
import { CONFIRMABLE_FOR } from "./limits.ts";
import { mayAsk } from "./may-ask.ts";
import type { SubscriptionKind } from "./schemas.ts";
import { findSubscriberDevice } from "./subscriber-device.ts";
import { sweepLater } from "./sweep-subscription.ts";
import { requestText } from "./texts.ts";
import { writeToSubscriber } from "./write-to-subscriber.ts";

export interface Pending {
  id: string;
  kind: SubscriptionKind;
  leadId: string;
  phone: string;
  code: string;
  carTitle: string;
  askedAt: Date | null;
}

/**
 * Asks the owner of a number to confirm a subscription, unless they or strangers were asked
 * enough today: then all stays as it is. The caller holds the row of the lead, who has not opted out.
 */
export async function askToConfirm(scope: TenantScope, pending: Pending): Promise<void> {
  const { db, tenant, now } = scope;
  const { id, leadId, phone } = pending;
  const device = await findSubscriberDevice(scope, phone);
  if (!device) return;
  await lockDevice(scope, device.id);
  if (!(await mayAsk(scope, pending))) return;
  await writeToSubscriber(scope, device.id, {
    ...{ leadId, phone, body: requestText(tenant, pending), automatic: "subscription_request" },
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
