import type { TenantScope } from "../../db/index.ts";
import { DomainError } from "../errors.ts";
import { publicCar } from "./car-view.ts";
import { SHOWN, type ShownRow, WITH_PHOTOS } from "./find-shown-car.ts";
import { ComparedCar } from "./schemas.ts";

/** What every car has for itself, or what only repeats another field. */
const OWN = [
  ...["slug", "displayCode", "title", "photos", "listedAt"],
  ...["priceFormatted", "creditPriceFormatted"],
];

/** Cars by what they are called: a slug before a display code, and that before a former slug. */
async function findNamed({ db, tenant }: TenantScope, names: string[]) {
  const tenantId = tenant.id;
  const rows = await db.car.findMany({
    where: { tenantId, ...SHOWN, OR: [{ slug: { in: names } }, { displayCode: { in: names } }] },
    include: WITH_PHOTOS,
  });
  const former = await db.carSlug.findMany({
    where: { tenantId, slug: { in: names }, car: SHOWN },
    select: { slug: true, car: { include: WITH_PHOTOS } },
  });
  const found = new Map<string, ShownRow>(former.map(({ slug, car }) => [slug, car]));
  for (const row of rows) if (names.includes(row.displayCode)) found.set(row.displayCode, row);
  for (const row of rows) if (names.includes(row.slug)) found.set(row.slug, row);
  return found;
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Fields in which not all of the cars are the same, in the order of a car's fields. */
function differencesOf([first, ...others]: ComparedCar[]) {
  const names = Object.keys(ComparedCar.shape) as (keyof ComparedCar)[];
  return names.filter(
    (name) => !OWN.includes(name) && others.some((other) => !isSame(first?.[name], other[name])),
  );
}

/**
 * Cars that are published or sold side by side, in the order of their names: slugs, also former
 * ones, or display codes.
 * @throws DomainError not found, naming those that there are not; invalid when two name one car.
 */
export async function compareCars(scope: TenantScope, names: string[]) {
  const found = await findNamed(scope, names);
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) {
    throw new DomainError("not_found", "NOT_FOUND", "There is no such car.", {
      errors: missing.map((name) => ({ path: "ids", message: `names no car: ${name}` })),
    });
  }
  const rows = names.flatMap((name) => found.get(name) ?? []);
  if (new Set(rows.map(({ id }) => id)).size < rows.length) {
    throw new DomainError("invalid", "INVALID_INPUT", "The input is not valid.", {
      errors: [{ path: "ids", message: "must not name a car twice" }],
    });
  }
  const data = rows.map(publicCar);
  return { data, differences: differencesOf(data) };
}
