import type { TenantScope } from "../../db/index.ts";

export interface SlugSource {
  brand: string;
  model: string;
  variant?: string | null;
  year: number;
}

const LONGEST = 90;

/** What stands in a slug's place in addresses; a slug that is made ends in a year. */
export const RESERVED_SLUGS: readonly string[] = ["compare", "sold", "suggest"];

/** Letters that Unicode does not take apart into a base and an accent. */
const LETTERS: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
};

/** brand-model-variant-year in lower-case ASCII, at most 90 characters. */
export function slugBase({ brand, model, variant, year }: SlugSource): string {
  const words = [brand, model, variant ?? ""]
    .join(" ")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[ßæœøłđðþ]/g, (letter) => LETTERS[letter] ?? "")
    .replace(/&/g, " dan ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, LONGEST - 5)
    .replace(/-+$/, "");
  return words ? `${words}-${year}` : `mobil-${year}`;
}

/** The first of base, base-2, base-3 … that is not taken. */
export function firstFreeSlug(base: string, isTaken: (slug: string) => boolean): string {
  if (!isTaken(base)) return base;
  let suffix = 2;
  while (isTaken(`${base}-${suffix}`)) suffix += 1;
  return `${base}-${suffix}`;
}

/**
 * A slug that no car of the tenant has or had. The caller holds the stock lock, so that two cars
 * cannot be given the same one. `carId` may take back a slug of its own.
 */
export async function freeSlug(scope: TenantScope, base: string, carId?: string): Promise<string> {
  const rows = await scope.db.$queryRaw<{ slug: string }[]>`
    SELECT slug FROM cars
    WHERE tenant_id = ${scope.tenant.id}::uuid AND (slug = ${base} OR slug LIKE ${`${base}-%`})
      AND id IS DISTINCT FROM ${carId ?? null}::uuid
    UNION ALL
    SELECT slug FROM car_slugs
    WHERE tenant_id = ${scope.tenant.id}::uuid AND (slug = ${base} OR slug LIKE ${`${base}-%`})
      AND car_id IS DISTINCT FROM ${carId ?? null}::uuid`;
  const taken = new Set(rows.map((row) => row.slug));
  return firstFreeSlug(base, (slug) => taken.has(slug));
}
