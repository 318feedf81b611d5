import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { invalid } from "../errors.ts";
import { assertNotHeld } from "../holds/assert-not-held.ts";
import { tellBoard } from "../preparation/tell-board.ts";
import { openSale } from "../sales/open-sale.ts";
import { tellSubscribersLater } from "../subscriptions/tell-subscribers-later.ts";
import { assertMaySetCost, carColumns, seesCost } from "./car-columns.ts";
import { carConflict, slugTaken } from "./car-conflict.ts";
import type { CarChange } from "./car-input.ts";
import { auditedCar, getCarRow } from "./car-row.ts";
import { stockCar } from "./car-view.ts";
import { reserveDisplayNumbers } from "./display-code.ts";
import { lockCar } from "./lock-car.ts";
import { clearVoidSchedule } from "./publishing/clear-void-schedule.ts";
import { replacePhotos } from "./replace-photos.ts";
import type { Car } from "./schemas.ts";
import { freeSlug, type SlugSource, slugBase } from "./slug.ts";
import { assertLegalMove } from "./status-moves.ts";
import { scheduleStockValue } from "./value/schedule-stock-value.ts";
import type { CarStatus } from "./vocabulary.ts";

/**
 * Changes the fields that are given. One that becomes sold has a sale without a buyer. A change of what the slug is made from gives a new slug,
 * and the former one redirects.
 * @throws DomainError not found, invalid, forbidden, conflict (VERSION_CONFLICT, ILLEGAL_MOVE,
 * CAR_HELD, DISPLAY_CODE_TAKEN, SLUG_TAKEN, VIN_TAKEN), version_required.
 */
export async function updateCar(
  scope: TenantScope,
  id: string,
  { version, ...change }: CarChange,
  action: "car.updated" | "car.replaced" = "car.updated",
): Promise<Car> {
  const { db, tenant, now } = scope;
  assertMaySetCost(scope, change);
  // Always before the car's own row, so that two changes cannot wait for each other.
  await reserveDisplayNumbers(scope, 0);
  const car = await lockCar(scope, id, version);
  const from = car.status as CarStatus;
  const to = change.status ?? from;
  assertLegalMove(from, to);
  if (to !== from) await assertNotHeld(scope, id);
  const price = change.price === undefined ? car.priceIdr : change.price;
  if (to !== "draft" && price === null) throw invalid("price", "is required unless a draft");

  const slug = await nextSlug(scope, car, change);
  const { listedAt, soldAt } = datesOfMove(from, to, now);
  await db.car
    .update({
      where: { tenantId_id: { tenantId: tenant.id, id } },
      data: {
        ...carColumns(change),
        ...{ displayCode: change.displayCode, slug, status: to, listedAt, soldAt, updatedAt: now },
        version: { increment: 1 },
      },
      select: { id: true },
    })
    .catch((error: unknown) => {
      throw carConflict(error);
    });
  if (slug !== car.slug) await keepFormerSlug(scope, car, slug);
  if (change.photos) await replacePhotos(scope, car, change.photos);
  const sells = from !== to && to === "sold";
  if (sells) await openSale(scope, car, { priceIdr: price === null ? null : BigInt(price) });
  if (change.photos || to !== from || price !== car.priceIdr) await tellBoard(scope, id);
  await clearVoidSchedule(scope, car, to);
  if (isNews(from, to, car.priceIdr, price)) await tellSubscribersLater(scope);
  await scheduleStockValue(scope);
  const row = await getCarRow(scope, id);
  await recordAuditEvent(scope, {
    ...{ action, subject: "car", id, before: auditedCar(car), after: auditedCar(row) },
  });
  return stockCar(row, seesCost(scope));
}

/** Whether somebody may wait to hear of it: the car is there again, or cheaper. */
const isNews = (
  from: CarStatus,
  to: CarStatus,
  before: bigint | null,
  price: bigint | number | null,
) =>
  to === "available" &&
  (from !== "available" || (before !== null && price !== null && price < before));

function datesOfMove(from: CarStatus, to: CarStatus, now: Date) {
  return {
    listedAt: from === "draft" && to === "available" ? now : undefined,
    soldAt: from === to ? undefined : to === "sold" ? now : null,
  };
}

interface SluggedCar extends SlugSource {
  id: string;
  slug: string;
}

async function nextSlug(scope: TenantScope, car: SluggedCar, change: CarChange): Promise<string> {
  if (change.slug) {
    const slug = await freeSlug(scope, change.slug, car.id);
    if (slug !== change.slug) throw slugTaken();
    return slug;
  }
  const base = slugBase({
    brand: change.brand ?? car.brand,
    model: change.model ?? car.model,
    variant: change.variant === undefined ? car.variant : change.variant,
    year: change.year ?? car.year,
  });
  return base === slugBase(car) ? car.slug : freeSlug(scope, base, car.id);
}

async function keepFormerSlug({ db, tenant }: TenantScope, car: SluggedCar, slug: string) {
  await db.carSlug.deleteMany({ where: { tenantId: tenant.id, slug } });
  await db.carSlug.create({ data: { tenantId: tenant.id, slug: car.slug, carId: car.id } });
}
