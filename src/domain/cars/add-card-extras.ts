import { Prisma, type TenantScope } from "../../db/index.ts";
import type { CardExtra, ListedCar } from "./car-extras.ts";
import type { CarCard } from "./schemas.ts";
import { carJsonLd } from "./structured-data/car-json-ld.ts";
import { MOST_PICTURES } from "./structured-data/shown-car.ts";
import { PUBLISHED } from "./vocabulary.ts";

type Photos = NonNullable<ListedCar["photos"]>;

/** The first 20 photos of each car that has any, by its slug. */
async function photosBySlug({ db, tenant }: TenantScope, slugs: string[]) {
  const rows = await db.$queryRaw<{ slug: string; photos: Photos }[]>`
    SELECT c.slug, (
      SELECT json_agg(first) FROM (
        SELECT p.url, p.caption, p.is_primary AS primary FROM car_photos p
        WHERE p.tenant_id = c.tenant_id AND p.car_id = c.id
        ORDER BY p.is_primary DESC, p.position LIMIT ${MOST_PICTURES}) AS first) AS photos
    FROM cars c
    WHERE c.tenant_id = ${tenant.id}::uuid AND c.slug = ANY (${slugs}::text[])
      AND c.status IN (${Prisma.join([...PUBLISHED])})`;
  return new Map(rows.map(({ slug, photos }) => [slug, photos ?? []]));
}

/** Gives each card what it is to have besides. */
export async function addCardExtras(
  scope: TenantScope,
  cards: CarCard[],
  include: readonly CardExtra[] = [],
): Promise<ListedCar[]> {
  const photos = include.includes("photos")
    ? await photosBySlug(
        scope,
        cards.map(({ slug }) => slug),
      )
    : null;
  return cards
    .map((card) => (photos ? { ...card, photos: photos.get(card.slug) ?? [] } : card))
    .map((card) =>
      include.includes("jsonld") ? { ...card, jsonld: carJsonLd(scope.tenant, card) } : card,
    );
}
