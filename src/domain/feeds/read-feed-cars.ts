import { Prisma, type TenantScope } from "../../db/index.ts";
import { PUBLISHED } from "../cars/vocabulary.ts";

/** Cars of one chunk, read in a transaction of its own. */
export const FEED_CHUNK = 1_000;

/** Photos of a car that feeds name: what Meta takes. */
const MOST_PHOTOS = 20;
/** Characters, one more than Meta takes, so that it shows where a text is cut. */
const DESCRIPTION = 5_001;

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

export interface FeedPhoto {
  url: string;
  caption: string | null;
  /** Whether its picture has a JPEG. */
  hasJpeg: boolean;
}

/** A published car. */
export interface FeedCar {
  id: string;
  slug: string;
  displayCode: string;
  brand: string;
  model: string;
  variant: string | null;
  year: number;
  status: string;
  priceIdr: number | null;
  transmission: string | null;
  fuel: string | null;
  bodyType: string | null;
  color: string | null;
  mileageKm: number | null;
  description: string | null;
  listedAt: string;
  updatedAt: string;
  /** The primary first. */
  photos: FeedPhoto[];
}

/** Ids of cars in their order; an end that is null is open. */
export interface CarRange {
  after: string | null;
  upTo: string | null;
}

export const ALL_CARS: CarRange = { after: null, upTo: null };

const COLUMNS = Prisma.sql`
  c.id, c.slug, c.display_code AS "displayCode", c.brand, c.model, c.variant, c.year, c.status,
  c.price_idr AS "priceIdr", c.transmission, c.fuel, c.body_type AS "bodyType", c.color,
  c.mileage_km AS "mileageKm", left(c.description, ${DESCRIPTION}) AS description,
  c.listed_at AS "listedAt", c.updated_at AS "updatedAt",
  (SELECT coalesce(json_agg(shown), '[]') FROM (
    SELECT p.url, p.caption, EXISTS (
      SELECT FROM pictures i
      WHERE i.tenant_id = p.tenant_id AND i.id = p.picture_id
        AND i.renditions @> '[{"format": "jpeg"}]') AS "hasJpeg"
    FROM car_photos p
    WHERE p.tenant_id = c.tenant_id AND p.car_id = c.id
    ORDER BY p.is_primary DESC, p.position LIMIT ${MOST_PHOTOS}) AS shown) AS photos`;

/** The first published cars of a range in the order of their ids, FEED_CHUNK at the most. */
export async function readFeedCars(scope: TenantScope, range: CarRange): Promise<FeedCar[]> {
  const [answer] = await scope.db.$queryRaw<{ cars: FeedCar[] }[]>`
    SELECT coalesce(json_agg(chunk), '[]') AS cars FROM (
      SELECT ${COLUMNS} FROM cars c
      WHERE c.tenant_id = ${scope.tenant.id}::uuid AND c.status IN (${Prisma.join([...PUBLISHED])})
        AND c.id > ${range.after ?? FIRST_ID}::uuid AND c.id <= ${range.upTo ?? LAST_ID}::uuid
      ORDER BY c.id LIMIT ${FEED_CHUNK}) AS chunk`;
  return answer?.cars ?? [];
}

/** The published cars that were listed last, the newest first. */
export async function readNewCars(scope: TenantScope, limit: number): Promise<FeedCar[]> {
  const [answer] = await scope.db.$queryRaw<{ cars: FeedCar[] }[]>`
    SELECT coalesce(json_agg(newest), '[]') AS cars FROM (
      SELECT ${COLUMNS} FROM cars c
      WHERE c.tenant_id = ${scope.tenant.id}::uuid AND c.status IN (${Prisma.join([...PUBLISHED])})
      ORDER BY c.listed_at DESC, c.id DESC LIMIT ${limit}) AS newest`;
  return answer?.cars ?? [];
}
