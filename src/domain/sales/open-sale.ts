import type { TenantScope } from "../../db/index.ts";
import { today } from "../calendar/today.ts";
import type { CarRow } from "../cars/car-row.ts";
import { carTitle } from "../cars/car-view.ts";

interface SaleTerms {
  priceIdr: bigint | null;
  leadId?: string;
  buyerName?: string;
  buyerPhone?: string;
  salespersonId?: string;
  soldOn?: string;
}

/**
 * Keeps that a car, whose row the caller holds, is sold: today by whoever acts unless told
 * otherwise.
 */
export async function openSale(
  scope: TenantScope,
  car: CarRow,
  { priceIdr, soldOn = today(scope), ...terms }: SaleTerms,
) {
  const { db, tenant, actor, now } = scope;
  if (priceIdr === null) throw new Error("only a draft has no price");
  return db.carSale.create({
    data: {
      ...{ tenantId: tenant.id, carId: car.id, carTitle: carTitle(car), priceIdr, createdAt: now },
      salespersonId: actor.kind === "staff" ? actor.id : null,
      soldOn: new Date(soldOn),
      ...terms,
    },
  });
}
