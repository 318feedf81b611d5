import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import { conflict } from "../errors.ts";
import type { CreditQuery } from "./credit-query.ts";
import type { CreditSimulation } from "./credit-schemas.ts";
import { getCreditRules, USUAL_VERSION } from "./get-credit-rules.ts";
import { simulateCredit } from "./simulate-credit.ts";

const CAR = {
  ...{ slug: true, brand: true, model: true, variant: true, year: true, status: true },
  ...{ priceIdr: true, creditPriceIdr: true },
} as const;

/**
 * What a car on offer costs by instalments: by its credit price, or by its price where it has no
 * other for credit. `movedTo` when the slug is a former one; null when there is nothing to show.
 * @throws DomainError conflict CAR_NOT_FOR_SALE for a sold car, invalid for what the dealership's
 * rules do not offer.
 */
export async function findCredit(
  scope: TenantScope,
  slug: string,
  query: CreditQuery,
): Promise<{ credit: CreditSimulation } | { movedTo: string } | null> {
  const tenantId = scope.tenant.id;
  const visible = { status: { not: "draft" } };
  const car = await scope.db.car.findUnique({
    where: { tenantId_slug: { tenantId, slug }, ...visible },
    select: CAR,
  });
  if (!car) {
    const former = await scope.db.carSlug.findUnique({
      where: { tenantId_slug: { tenantId, slug }, car: visible },
      select: { car: { select: { slug: true } } },
    });
    return former && { movedTo: former.car.slug };
  }
  const price = car.creditPriceIdr ?? car.priceIdr;
  if (car.status === "sold" || price === null) {
    throw conflict("CAR_NOT_FOR_SALE", "This car is not for sale any more.");
  }
  const { version, ...rules } = await getCreditRules(scope);
  const terms = simulateCredit(rules, Number(price), query);
  return {
    credit: {
      car: { slug, title: carTitle(car) },
      priceKind: car.creditPriceIdr === null ? "cash" : "credit",
      rules: version === USUAL_VERSION ? "usual" : "own",
      ...terms,
    },
  };
}
