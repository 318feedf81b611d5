import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { askToConfirm, type Pending } from "./ask-to-confirm.ts";
import { findSubscriber, type Subscriber } from "./find-subscriber.ts";
import { CONFIRMABLE_FOR, MOST_OPEN } from "./limits.ts";
import { lockSubject, type Subject } from "./lock-subject.ts";
import { newCode } from "./new-code.ts";
import type { NewSubscription, SubscriptionReceipt } from "./schemas.ts";
import { assertOffered, findSubscriberDevice } from "./subscriber-device.ts";
import { sweepLater } from "./sweep-subscription.ts";

type Wanted = Pick<NewSubscription, "kind" | "phone">;

interface Wish extends Omit<NewSubscription, "consent"> {
  /** Whether the number was given so often lately that nothing more is kept of it. */
  isFlooded: boolean;
}

/** The subscription of a number to a car that is there or is made; null for one too many. */
async function keepRequest(
  scope: TenantScope,
  { leadId, assigneeId }: Subscriber,
  car: Subject,
  { kind, phone }: Wanted,
): Promise<(Pending & { isConfirmed: boolean }) | null> {
  const { db, tenant, now } = scope;
  const known = await db.carSubscription.findMany({ where: { tenantId: tenant.id, phone } });
  const open = known.filter(({ status, expiresAt }) => status !== "ended" && expiresAt > now);
  const same = open.find((one) => one.carId === car.id && one.kind === kind);
  if (same) return { ...same, kind, isConfirmed: same.status === "confirmed" };
  if (open.length >= MOST_OPEN) return null;
  const expiresAt = new Date(now.getTime() + CONFIRMABLE_FOR);
  const title = carTitle(car);
  const made = await db.carSubscription.create({
    data: {
      ...{ tenantId: tenant.id, leadId, carId: car.id, kind, phone, carTitle: title },
      ...{ brand: car.brand, model: car.model, expiresAt, createdAt: now },
      code: newCode(new Set(known.map(({ code }) => code))),
      toldPriceIdr: kind === "price_drop" ? car.priceIdr : null,
    },
  });
  await sweepLater(scope, made.id, expiresAt);
  const details = { subscriptionId: made.id, subscription: kind, carId: car.id, carTitle: title };
  await recordLeadEvent(scope, leadId, "subscription_requested", details);
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", lead: { id: leadId, assigneeId } },
    payload: { leadId, change: "subscription_requested" },
  });
  return { ...made, kind, isConfirmed: false };
}

/**
 * Takes a visitor's wish to hear of a car. The owner of the number is asked by WhatsApp to confirm
 * it, and is told nothing else before. The answer tells nothing of the number: neither whether it
 * is known here, nor whether a message goes out.
 * @throws DomainError not found; conflict CAR_SOLD, CAR_AVAILABLE or SUBSCRIPTIONS_NOT_OFFERED.
 */
export async function requestSubscription(
  scope: TenantScope,
  slug: string,
  { name = null, isFlooded, ...wanted }: Wish,
): Promise<SubscriptionReceipt> {
  const { kind, phone } = wanted;
  const car = await lockSubject(scope, slug, kind);
  assertOffered(await findSubscriberDevice(scope, phone));
  const receipt = { kind, car: car.slug };
  if (isFlooded) return receipt;
  const subscriber = await findSubscriber(scope, { phone, name });
  if (subscriber.isOptedOut) return receipt;
  const request = await keepRequest(scope, subscriber, car, wanted);
  if (request && !request.isConfirmed) await askToConfirm(scope, request);
  return receipt;
}
