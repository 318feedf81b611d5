import { Prisma, type TenantScope } from "../../db/index.ts";
import { PUBLISHED } from "../cars/vocabulary.ts";
import type { CarRange } from "./read-feed-cars.ts";

/**
 * Cars of one file. A file may have 50,000 addresses and 50 MB; so many cars stay below both
 * whatever the number and length of their photos' addresses.
 */
export const SITEMAP_CARS = 10_000;

export interface SitemapPart extends CarRange {
  /** When one of its cars was changed last. */
  updatedAt: string;
}

/** The published cars in ranges of their ids, `size` in each but the last; none without a car. */
export async function listSitemapParts(
  { db, tenant }: TenantScope,
  size = SITEMAP_CARS,
): Promise<SitemapPart[]> {
  const parts = await db.$queryRaw<{ upTo: string; updatedAt: Date }[]>`
    SELECT (array_agg(numbered.id ORDER BY numbered.id DESC))[1] AS "upTo",
      max(numbered.updated_at) AS "updatedAt"
    FROM (
      SELECT c.id, c.updated_at, (row_number() OVER (ORDER BY c.id) - 1) / ${size}::int AS part
      FROM cars c
      WHERE c.tenant_id = ${tenant.id}::uuid
        AND c.status IN (${Prisma.join([...PUBLISHED])})) AS numbered
    GROUP BY numbered.part ORDER BY numbered.part`;
  return parts.map(({ upTo, updatedAt }, n) => ({
    ...{ after: parts[n - 1]?.upTo ?? null, upTo },
    updatedAt: updatedAt.toISOString(),
  }));
}
