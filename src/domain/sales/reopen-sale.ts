import type { TenantScope } from "../../db/index.ts";
import { dateOf } from "../calendar/spans.ts";
import type { CarRow } from "../cars/car-row.ts";
import { lockStockCar } from "../cars/lock-car.ts";
import { moveCar } from "../cars/move-car.ts";
import { busy, conflict } from "../errors.ts";
import { tellSubscribersLater } from "../subscriptions/tell-subscribers-later.ts";
import { openSale } from "./open-sale.ts";
import { recordSale } from "./record-sale.ts";

const findSale = ({ db, tenant }: TenantScope, carId: string) =>
  db.carSale.findFirst({ where: { tenantId: tenant.id, carId, reopenedAt: null } });

/** Of a car that came in as sold, or was sold before sales were kept. */
const unkeptSale = (scope: TenantScope, car: CarRow) =>
  openSale(scope, car, {
    priceIdr: car.priceIdr,
    soldOn: dateOf(scope.tenant.timeZone, car.soldAt ?? scope.now).toString(),
  });

async function lockBuyerOf({ db, tenant }: TenantScope, leadId: string) {
  const [lead] = await db.$queryRaw<{ assigneeId: string | null }[]>`
    SELECT assignee_id AS "assigneeId" FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${leadId}::uuid FOR NO KEY UPDATE`;
  return lead?.assigneeId ?? null;
}

/**
 * Puts a sold car back on sale; the sale stays as history, with the reason.
 * @throws DomainError not found; conflict CAR_NOT_SOLD; busy when its buyer was merged meanwhile.
 */
export async function reopenSale(scope: TenantScope, carId: string, reason: string): Promise<void> {
  const { db, tenant, actor, now } = scope;
  const seen = await findSale(scope, carId);
  const assigneeId = seen?.leadId ? await lockBuyerOf(scope, seen.leadId) : null;
  const car = await lockStockCar(scope, carId);
  if (car.status !== "sold") throw conflict("CAR_NOT_SOLD", `This car is ${car.status}, not sold.`);
  const kept = await findSale(scope, carId);
  if (kept && kept.leadId !== (seen?.leadId ?? null)) throw busy();
  const sale = kept ?? (await unkeptSale(scope, car));
  await db.carSale.update({
    where: { tenantId_id: { tenantId: tenant.id, id: sale.id } },
    data: {
      ...{ reopenedAt: now, reopenReason: reason },
      reopenedById: actor.kind === "staff" ? actor.id : null,
    },
  });
  await moveCar(scope, carId, "available");
  await recordSale(scope, "sale_reopened", sale, assigneeId);
  await tellSubscribersLater(scope);
}
