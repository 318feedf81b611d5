import { Prisma, type TenantScope } from "../../db/index.ts";
import { type CardRow, publicCar, publicCard } from "./car-view.ts";
import { CARD_COLUMNS } from "./list-cars.ts";
import type { CarCard, PublicCar } from "./schemas.ts";
import { PUBLISHED } from "./vocabulary.ts";

const SIMILAR = 6;

/** Published cars most like one: same model, then brand, then body, then nearest in price. */
async function listSimilar(
  scope: TenantScope,
  car: {
    id: string;
    brand: string;
    model: string;
    bodyType: string | null;
    priceIdr: bigint | null;
  },
): Promise<CarCard[]> {
  const [answer] = await scope.db.$queryRaw<{ rows: (CardRow & { photo: string | null })[] }[]>`
    SELECT coalesce(json_agg(nearest), '[]') AS rows FROM (
      SELECT ${CARD_COLUMNS} FROM cars c
      WHERE c.tenant_id = ${scope.tenant.id}::uuid AND c.id <> ${car.id}::uuid
        AND c.status IN (${Prisma.join([...PUBLISHED])})
      ORDER BY (lower(c.brand) = lower(${car.brand}) AND lower(c.model) = lower(${car.model})) DESC,
        (lower(c.brand) = lower(${car.brand})) DESC,
        (c.body_type IS NOT DISTINCT FROM ${car.bodyType}) DESC,
        abs(c.price_idr - ${car.priceIdr}::bigint) NULLS LAST, c.id
      LIMIT ${SIMILAR}) AS nearest`;
  return (answer?.rows ?? []).map(publicCard);
}

/**
 * The public page of a car that is published or sold; `movedTo` when the slug is a former one;
 * null when there is nothing to show.
 */
export async function findPublicCar(
  scope: TenantScope,
  slug: string,
): Promise<{ car: PublicCar } | { movedTo: string } | null> {
  const tenantId = scope.tenant.id;
  const visible = { status: { not: "draft" } };
  const row = await scope.db.car.findUnique({
    where: { tenantId_slug: { tenantId, slug }, ...visible },
    include: { photos: { orderBy: [{ isPrimary: "desc" }, { position: "asc" }] } },
  });
  if (row) return { car: publicCar(row, await listSimilar(scope, row)) };
  const former = await scope.db.carSlug.findUnique({
    where: { tenantId_slug: { tenantId, slug }, car: visible },
    select: { car: { select: { slug: true } } },
  });
  return former && { movedTo: former.car.slug };
}
