import type { TenantScope } from "../../db/index.ts";
import type { AddressedMessage } from "../conversations/address-messages.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { endSubscriptions } from "./end-subscriptions.ts";
import { CONFIRMED_FOR } from "./limits.ts";
import { type Reply, readReply } from "./read-reply.ts";
import { sweepLater } from "./sweep-subscription.ts";

/**
 * Follows people who confirm a subscription or end one. Who writes must be whose number it is; the
 * caller holds the leads' rows.
 */
export async function noteReplies(scope: TenantScope, messages: AddressedMessage[]): Promise<void> {
  for (const { leadId, message } of messages) {
    const reply = readReply(message.body);
    if (!reply) continue;
    const person = { leadId, ...("phone" in message.from && { phone: message.from.phone }) };
    if (reply.wants === "subscribe") await confirm(scope, person, reply);
    else await end(scope, person, reply);
  }
}

interface Person {
  leadId: string;
  phone?: string;
}

const told = (one: { id: string; kind: string; carId: string | null; carTitle: string }) => ({
  ...{ subscriptionId: one.id, subscription: one.kind, carId: one.carId, carTitle: one.carTitle },
});

/** Confirms what the code names, or without one what alone waits to be confirmed. */
async function confirm(scope: TenantScope, person: Person, { code }: Reply): Promise<void> {
  const { db, tenant, now } = scope;
  const asked = await db.carSubscription.findMany({
    where: {
      ...{ tenantId: tenant.id, ...person, status: "pending" },
      ...{ askedAt: { not: null }, expiresAt: { gt: now } },
    },
  });
  const meant = code ? asked.find((one) => one.code === code) : asked.length === 1 && asked[0];
  if (!meant) return;
  const expiresAt = new Date(now.getTime() + CONFIRMED_FOR);
  await db.carSubscription.update({
    where: { tenantId_id: { tenantId: tenant.id, id: meant.id } },
    data: { status: "confirmed", confirmedAt: now, expiresAt },
  });
  await sweepLater(scope, meant.id, expiresAt);
  await recordLeadEvent(scope, person.leadId, "subscribed", told(meant));
}

async function end(scope: TenantScope, person: Person, { code }: Reply): Promise<void> {
  const ended = await endSubscriptions(scope, { ...person, code: code ?? "" });
  for (const one of ended) await recordLeadEvent(scope, person.leadId, "unsubscribed", told(one));
}
