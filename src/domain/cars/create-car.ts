import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { invalid } from "../errors.ts";
import { findPictures } from "../photos/find-pictures.ts";
import { tellBoard } from "../preparation/tell-board.ts";
import { openPlainSales } from "../sales/open-plain-sales.ts";
import { tellSubscribersLater } from "../subscriptions/tell-subscribers-later.ts";
import { assertMaySetCost, carColumns, seesCost } from "./car-columns.ts";
import { carConflict, slugTaken } from "./car-conflict.ts";
import type { NewCar } from "./car-input.ts";
import { auditedCar, getCarRow } from "./car-row.ts";
import { stockCar } from "./car-view.ts";
import { nextDisplayCode, reserveDisplayNumbers } from "./display-code.ts";
import { photoRows } from "./photo-rows.ts";
import type { Car } from "./schemas.ts";
import { freeSlug, slugBase } from "./slug.ts";
import { scheduleStockValue } from "./value/schedule-stock-value.ts";

/**
 * Takes a car into the stock, as a draft unless told otherwise. Display code and slug are made
 * when absent.
 * @throws DomainError invalid, forbidden (cost), conflict DISPLAY_CODE_TAKEN, SLUG_TAKEN, VIN_TAKEN.
 */
export async function createCar(scope: TenantScope, input: NewCar): Promise<Car> {
  const { db, tenant, now } = scope;
  assertMaySetCost(scope, input);
  const status = input.status ?? "draft";
  if (status !== "draft" && !input.price) throw invalid("price", "is required unless a draft");
  await reserveDisplayNumbers(scope, 0);
  const slug = await freeSlug(scope, input.slug ?? slugBase(input));
  if (input.slug && slug !== input.slug) throw slugTaken();
  const displayCode = input.displayCode ?? (await nextDisplayCode(scope));
  const { brand, model, year } = input;
  const car = await db.car
    .create({
      data: {
        ...carColumns(input),
        ...{ brand, model, year },
        ...{ tenantId: tenant.id, slug, displayCode, status },
        ...{ listedAt: now, createdAt: now, updatedAt: now },
        soldAt: status === "sold" ? now : null,
      },
      select: { id: true },
    })
    .catch((error: unknown) => {
      throw carConflict(error);
    });
  if (input.photos?.length) {
    const rows = photoRows(tenant.id, input.photos, await findPictures(scope, input.photos));
    await db.carPhoto.createMany({ data: rows.map((row) => ({ ...row, carId: car.id })) });
  }
  if (status === "sold") await openPlainSales(scope, [car.id]);
  if (status === "available") await tellSubscribersLater(scope);
  if (status !== "sold") await tellBoard(scope, car.id);
  await scheduleStockValue(scope);
  const row = await getCarRow(scope, car.id);
  const after = auditedCar(row);
  await recordAuditEvent(scope, { action: "car.created", subject: "car", id: row.id, after });
  return stockCar(row, seesCost(scope));
}
