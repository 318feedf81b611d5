import type { TenantScope } from "../../db/index.ts";
import type { CarStatus } from "../cars/vocabulary.ts";
import { conflict, notFound } from "../errors.ts";
import type { SubscriptionKind } from "./schemas.ts";

export interface Subject {
  id: string;
  slug: string;
  brand: string;
  model: string;
  variant: string | null;
  year: number;
  status: CarStatus;
  priceIdr: bigint | null;
}

/** In which statuses a car may be subscribed to. */
const SUBSCRIBABLE: Record<SubscriptionKind, readonly CarStatus[]> = {
  price_drop: ["available", "booking"],
  back_in_stock: ["booking", "sold"],
};

/**
 * The car of a page that visitors see, by its present or a former slug. It does not change until
 * the transaction ends, so that no change falls between what the visitor saw and what is kept of it.
 * @throws DomainError not found; conflict CAR_SOLD or CAR_AVAILABLE where the kind makes no sense.
 */
export async function lockSubject(
  { db, tenant }: TenantScope,
  slug: string,
  kind: SubscriptionKind,
): Promise<Subject> {
  const rows = await db.$queryRaw<Subject[]>`
    SELECT id, slug, brand, model, variant, year, status, price_idr AS "priceIdr" FROM cars
    WHERE tenant_id = ${tenant.id}::uuid AND status <> 'draft' AND (slug = ${slug} OR id IN (
      SELECT car_id FROM car_slugs WHERE tenant_id = ${tenant.id}::uuid AND slug = ${slug}))
    ORDER BY (slug = ${slug}) DESC LIMIT 1 FOR SHARE`;
  const car = rows[0];
  if (!car) throw notFound("car");
  if (SUBSCRIBABLE[kind].includes(car.status)) return car;
  if (kind === "price_drop") throw conflict("CAR_SOLD", "This car is sold; its price is over.");
  throw conflict("CAR_AVAILABLE", "This car is available now.");
}
