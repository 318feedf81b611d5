import type { TenantScope } from "../../db/index.ts";
import type { AddressedMessage } from "../conversations/address-messages.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { endSubscriptions } from "./end-subscriptions.ts";
import { lastSaid } from "./last-said.ts";
import { CONFIRMED_FOR } from "./limits.ts";
import { type Reply, readReply } from "./read-reply.ts";
import { sweepLater } from "./sweep-subscription.ts";

/**
 * Follows people who confirm a subscription or end one. Who writes must be whose number it is; the
 * caller holds the leads' rows.
 */
export async function noteReplies(scope: TenantScope, messages: AddressedMessage[]): Promise<void> {
  for (const one of messages) {
    const { leadId, message } = one;
    const reply = readReply(message.body);
    if (!reply) continue;
    const person = { leadId, ...("phone" in message.from && { phone: message.from.phone }) };
    if (reply.wants === "subscribe") await confirm(scope, person, reply, one);
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

/** What a reply without a code means: what alone waits, where the request was what was said last. */
async function soleOf<Asked extends { code: string }>(
  scope: TenantScope,
  asked: Asked[],
  reply: AddressedMessage,
): Promise<Asked | undefined> {
  if (asked.length !== 1) return undefined;
  const last = await lastSaid(scope, reply);
  const isRequest = last?.automatic === "subscription_request";
  return asked.find(({ code }) => isRequest && last.body.includes(code));
}

/** Confirms what the code names, or without one what the request said last is about. */
async function confirm(
  scope: TenantScope,
  person: Person,
  { code }: Reply,
  message: AddressedMessage,
): Promise<void> {
  const { db, tenant, now } = scope;
  const asked = await db.carSubscription.findMany({
    where: {
      ...{ tenantId: tenant.id, ...person, status: "pending" },
      ...{ askedAt: { not: null }, expiresAt: { gt: now } },
    },
  });
  const meant = code ? asked.find((one) => one.code === code) : await soleOf(scope, asked, message);
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
