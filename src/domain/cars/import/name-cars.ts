import type { TenantScope } from "../../../db/index.ts";
import { displayCodeOf, reserveDisplayNumbers } from "../display-code.ts";
import { slugBase } from "../slug.ts";
import type { StockFile, StockRow } from "./stock-file.ts";

export interface NamedRow extends StockRow {
  displayCode: string;
  slug: string;
}

/** Gives each new car a display code, when its row names none, and a slug; no two the same. */
export async function nameCars(
  scope: TenantScope,
  creates: StockRow[],
  file: StockFile,
): Promise<NamedRow[]> {
  if (creates.length === 0) return [];
  const tenantId = scope.tenant.id;
  const stock = await scope.db.$queryRaw<{ code: string | null; slug: string }[]>`
    SELECT display_code AS code, slug FROM cars WHERE tenant_id = ${tenantId}::uuid
    UNION ALL
    SELECT NULL, slug FROM car_slugs WHERE tenant_id = ${tenantId}::uuid`;
  const nextSlug = createSlugs(new Set(stock.map(({ slug }) => slug)));
  const takenCodes = new Set(stock.map(({ code }) => code));
  for (const { car } of file.rows) if (car.displayCode) takenCodes.add(car.displayCode);
  const unnamed = creates.filter(({ car }) => !car.displayCode).length;
  const codes = await reserveCodes(scope, unnamed, takenCodes);
  return creates.map((row) => ({
    ...row,
    displayCode: row.car.displayCode ?? codes.next().value,
    slug: nextSlug(slugBase(row.car)),
  }));
}

/** `count` codes that nobody typed by hand, in order. */
async function reserveCodes(
  scope: TenantScope,
  count: number,
  taken: Set<string | null>,
): Promise<Iterator<string, string>> {
  const codes: string[] = [];
  while (codes.length < count) {
    const wanted = count - codes.length;
    const first = await reserveDisplayNumbers(scope, wanted);
    for (let number = first; number < first + wanted; number += 1) {
      const code = displayCodeOf(number);
      if (!taken.has(code)) codes.push(code);
    }
  }
  return (function* () {
    yield* codes;
    throw new Error("more display codes were asked for than reserved");
  })();
}

/**
 * Makes base, base-2, base-3 … of those not taken. Remembers where it stopped, as thousands of
 * cars may share a base.
 */
function createSlugs(taken: Set<string>): (base: string) => string {
  const nextSuffix = new Map<string, number>();
  return (base) => {
    let suffix = nextSuffix.get(base) ?? 1;
    const slug = () => (suffix === 1 ? base : `${base}-${suffix}`);
    while (taken.has(slug())) suffix += 1;
    taken.add(slug());
    nextSuffix.set(base, suffix + 1);
    return slug();
  };
}
