import { Prisma, type TenantScope } from "../../db/index.ts";
import { sharedUrl } from "../photos/picture-link.ts";
import type { CardExtra, ListedCar } from "./car-extras.ts";
import type { CarCard } from "./schemas.ts";
import { carJsonLd } from "./structured-data/car-json-ld.ts";
import { MOST_PICTURES } from "./structured-data/shown-car.ts";
import { PUBLISHED } from "./vocabulary.ts";

type Photo = NonNullable<ListedCar["photos"]>[number] & { hasJpeg: boolean };

/** The first photos of each car that has any, by its slug. */
async function photosBySlug({ db, tenant }: TenantScope, slugs: string[], most: number) {
  const rows = await db.$queryRaw<{ slug: string; photos: Photo[] | null }[]>`
    SELECT c.slug, (
      SELECT json_agg(first) FROM (
        SELECT p.url, p.caption, p.is_primary AS primary, EXISTS (
          SELECT FROM pictures i
          WHERE i.tenant_id = p.tenant_id AND i.id = p.picture_id
            AND i.renditions @> '[{"format": "jpeg"}]') AS "hasJpeg"
        FROM car_photos p
        WHERE p.tenant_id = c.tenant_id AND p.car_id = c.id
        ORDER BY p.is_primary DESC, p.position LIMIT ${most}) AS first) AS photos
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
  if (include.length === 0) return cards;
  const withPhotos = include.includes("photos");
  const slugs = cards.map(({ slug }) => slug);
  const bySlug = await photosBySlug(scope, slugs, withPhotos ? MOST_PICTURES : 1);
  return cards.map((card) => {
    const photos = bySlug.get(card.slug) ?? [];
    const told = photos.map((photo) => ({ ...photo, url: sharedUrl(photo) }));
    return {
      ...card,
      ...(withPhotos && { photos: photos.map(({ hasJpeg, ...photo }) => photo) }),
      ...(include.includes("jsonld") && {
        jsonld: carJsonLd(scope.tenant, { ...card, photos: told }),
      }),
    };
  });
}
