import type { TenantScope } from "../../db/index.ts";
import { lockDevice } from "../devices/lock-device.ts";
import { endSubscriptions } from "./end-subscriptions.ts";
import { findOffer, type Offer } from "./find-offer.ts";
import { DAY } from "./limits.ts";
import type { SubscriptionKind } from "./schemas.ts";
import { findSubscriberDevice } from "./subscriber-device.ts";
import { backInStockText, priceDropText } from "./texts.ts";
import { writeToSubscriber } from "./write-to-subscriber.ts";

interface Subscriber {
  id: string;
  leadId: string;
  kind: SubscriptionKind;
  phone: string;
  code: string;
  carId: string | null;
  carTitle: string;
  brand: string;
  model: string;
  toldPriceIdr: bigint | null;
  notifiedAt: Date | null;
  createdAt: Date;
}

/** A lead merged meanwhile is another's row: the work is to be done again. */
async function lockSubscriber(scope: TenantScope, id: string): Promise<Subscriber | null> {
  const { db, tenant, now } = scope;
  const where = { tenantId_id: { tenantId: tenant.id, id } };
  const known = await db.carSubscription.findUnique({ where, select: { leadId: true } });
  if (!known) return null;
  const leads = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM leads WHERE tenant_id = ${tenant.id}::uuid AND id = ${known.leadId}::uuid
      AND erased_at IS NULL AND opted_out_at IS NULL
    FOR NO KEY UPDATE`;
  const rows = await db.$queryRaw<Subscriber[]>`
    SELECT id, lead_id AS "leadId", kind, phone, code, car_id AS "carId", car_title AS "carTitle",
      brand, model, told_price_idr AS "toldPriceIdr", notified_at AS "notifiedAt",
      created_at AS "createdAt"
    FROM car_subscriptions
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid AND status = 'confirmed'
      AND expires_at > ${now}::timestamptz
    FOR NO KEY UPDATE`;
  const found = rows[0];
  if (found && found.leadId !== known.leadId) throw new Error("the lead was merged meanwhile");
  return leads.length > 0 && found ? found : null;
}

const textOf = ({ tenant }: TenantScope, one: Subscriber, { car, isSame }: Offer): string =>
  one.kind === "price_drop"
    ? priceDropText(tenant, one, car, one.toldPriceIdr ?? car.priceIdr)
    : backInStockText(tenant, one, car, isSame);

/**
 * Tells a subscriber what is new, if anything is, and keeps that they were told, both or neither: a
 * price is told once, and that a car is there ends the subscription.
 * @returns false where it cannot be told now, as no number of the dealership is connected.
 */
export async function notifySubscriber(scope: TenantScope, id: string): Promise<boolean> {
  const { db, tenant, now } = scope;
  const one = await lockSubscriber(scope, id);
  if (!one) return true;
  if (one.notifiedAt && one.notifiedAt.getTime() > now.getTime() - DAY) return true;
  const offer = await findOffer(scope, one);
  if (!offer) return true;
  const device = await findSubscriberDevice(scope, one.phone);
  if (!device || device.isHeld) return false;
  const { leadId, phone, kind } = one;
  await lockDevice(scope, device.id);
  const body = textOf(scope, one, offer);
  await writeToSubscriber(scope, device.id, { leadId, phone, body, automatic: kind });
  await db.carSubscription.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: {
      notifiedAt: now,
      toldPriceIdr: kind === "price_drop" ? offer.car.priceIdr : null,
    },
  });
  if (kind === "back_in_stock") await endSubscriptions(scope, { id });
  return true;
}
