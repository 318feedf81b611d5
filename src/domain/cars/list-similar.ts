import { Prisma, type TenantScope } from "../../db/index.ts";
import { type CardRow, publicCard } from "./car-view.ts";
import { POINTS, priceLikeness, yearLikeness } from "./likeness.ts";
import { CARD_COLUMNS } from "./list-cars.ts";
import type { CarCard } from "./schemas.ts";
import { PUBLISHED } from "./vocabulary.ts";

/** What tells how much a car is like another. */
interface ComparableCar {
  id: string;
  status: string;
  brand: string;
  model: string;
  bodyType: string | null;
  transmission: string | null;
  year: number;
  priceIdr: bigint | number | null;
}

/** Cars that are looked at on each side of the price; a small stock is looked at whole. */
const CANDIDATES = 50;

const COLUMNS = Prisma.sql`c.id, c.status, c.brand, c.model, c.body_type AS "bodyType",
  c.transmission, c.year, c.price_idr AS "priceIdr"`;

/** Published cars near the price, or the newest ones beside a sold car, whose price is nobody's. */
async function selectCandidates({ db, tenant }: TenantScope, car: ComparableCar) {
  const published = Prisma.join([...PUBLISHED]);
  if (car.status === "sold") {
    return db.$queryRaw<ComparableCar[]>`
      SELECT ${COLUMNS} FROM cars c
      WHERE c.tenant_id = ${tenant.id}::uuid AND c.status IN (${published})
      ORDER BY c.listed_at DESC, c.id DESC LIMIT ${2 * CANDIDATES}`;
  }
  const price = String(car.priceIdr ?? 0);
  return db.$queryRaw<ComparableCar[]>`
    (SELECT ${COLUMNS} FROM cars c
     WHERE c.tenant_id = ${tenant.id}::uuid AND c.status IN (${published})
       AND c.price_idr >= ${price}::bigint
     ORDER BY c.price_idr, c.id LIMIT ${CANDIDATES + 1})
    UNION ALL
    (SELECT ${COLUMNS} FROM cars c
     WHERE c.tenant_id = ${tenant.id}::uuid AND c.status IN (${published})
       AND c.price_idr < ${price}::bigint
     ORDER BY c.price_idr DESC, c.id DESC LIMIT ${CANDIDATES})`;
}

const sameWord = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function likeness(car: ComparableCar, other: ComparableCar): number {
  const isSold = car.status === "sold";
  let points = yearLikeness(car.year, other.year);
  if (sameWord(car.brand, other.brand)) {
    points += POINTS.brand;
    if (sameWord(car.model, other.model)) points += POINTS.model;
  }
  if (car.bodyType && car.bodyType === other.bodyType) points += POINTS.bodyType;
  if (car.transmission && car.transmission === other.transmission) points += POINTS.transmission;
  return points + (isSold ? 0 : priceLikeness(Number(car.priceIdr), Number(other.priceIdr)));
}

/** Published cars most like one, the more alike first. */
export async function listSimilar(
  scope: TenantScope,
  car: ComparableCar,
  limit: number,
): Promise<CarCard[]> {
  const candidates = await selectCandidates(scope, car);
  const ids = candidates
    .filter((other) => other.id !== car.id)
    .map((other) => ({ id: other.id, points: likeness(car, other) }))
    // An id begins with the moment of its making: of two that are alike, the later.
    .sort((a, b) => b.points - a.points || (a.id < b.id ? 1 : -1))
    .slice(0, limit)
    .map(({ id }) => id);
  const [answer] = await scope.db.$queryRaw<{ rows: (CardRow & { photo: string | null })[] }[]>`
    SELECT coalesce(json_agg(card ORDER BY array_position(${ids}::uuid[], card.id)), '[]') AS rows
    FROM (SELECT ${CARD_COLUMNS} FROM cars c
          WHERE c.tenant_id = ${scope.tenant.id}::uuid AND c.id = ANY (${ids}::uuid[])
            AND c.status IN (${Prisma.join([...PUBLISHED])})) AS card`;
  return (answer?.rows ?? []).map(publicCard);
}
