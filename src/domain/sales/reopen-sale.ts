import type { TenantScope } from "../../db/index.ts";
import { lockStockCar } from "../cars/lock-car.ts";
import { moveCar } from "../cars/move-car.ts";
import { busy, conflict } from "../errors.ts";
import { tellSubscribersLater } from "../subscriptions/tell-subscribers-later.ts";
import { openPlainSales } from "./open-plain-sales.ts";
import { recordSale } from "./record-sale.ts";
import { takeUpBuyer } from "./take-up-buyer.ts";

const findSale = ({ db, tenant }: TenantScope, carId: string) =>
  db.carSale.findFirst({ where: { tenantId: tenant.id, carId, reopenedAt: null } });

/** Of a sold car; whoever wrote it into the database may have kept no sale of it. */
async function requireSale(scope: TenantScope, carId: string) {
  await openPlainSales(scope, [carId]);
  const sale = await findSale(scope, carId);
  if (!sale) throw new Error("a sold car has a sale");
  return sale;
}

async function lockBuyerOf({ db, tenant }: TenantScope, leadId: string) {
  const [lead] = await db.$queryRaw<{ assigneeId: string | null }[]>`
    SELECT assignee_id AS "assigneeId" FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${leadId}::uuid FOR UPDATE`;
  return lead?.assigneeId ?? null;
}

/**
 * Puts a sold car back on sale; the sale stays as history, with the reason. Its buyer gets back the
 * status that the sale ended, unless something else happened to the lead since.
 * @throws DomainError not found; conflict CAR_NOT_SOLD; busy when its buyer was merged meanwhile.
 */
export async function reopenSale(scope: TenantScope, carId: string, reason: string): Promise<void> {
  const { db, tenant, actor, now } = scope;
  const seen = await findSale(scope, carId);
  const assigneeId = seen?.leadId ? await lockBuyerOf(scope, seen.leadId) : null;
  const car = await lockStockCar(scope, carId);
  if (car.status !== "sold") throw conflict("CAR_NOT_SOLD", `This car is ${car.status}, not sold.`);
  const sale = await requireSale(scope, carId);
  if (sale.leadId !== (seen?.leadId ?? null)) throw busy();
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
  await takeUpBuyer(scope, sale);
}
