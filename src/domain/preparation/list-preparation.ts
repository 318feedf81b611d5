import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import { encodePlace } from "./board-cursor.ts";
import { findPlaces } from "./find-places.ts";
import { readSteps } from "./read-steps.ts";
import {
  type CarInPreparation,
  type PreparationColumn,
  type PreparationQuery,
  STEPS,
} from "./schemas.ts";

async function readCars(scope: TenantScope, ids: string[]): Promise<Map<string, CarInPreparation>> {
  const { db, tenant } = scope;
  const rows = await db.car.findMany({
    where: { tenantId: tenant.id, id: { in: ids } },
    select: {
      ...{ id: true, slug: true, displayCode: true, status: true, priceIdr: true },
      ...{ brand: true, model: true, variant: true, year: true, createdAt: true },
      photos: { where: { isPrimary: true }, select: { url: true } },
    },
  });
  const steps = await readSteps(scope, ids);
  const views = rows.map(
    (row): CarInPreparation => ({
      ...{ id: row.id, slug: row.slug, displayCode: row.displayCode, title: carTitle(row) },
      status: row.status as CarInPreparation["status"],
      price: row.priceIdr === null ? null : Number(row.priceIdr),
      photo: row.photos[0]?.url ?? null,
      createdAt: row.createdAt.toISOString(),
      steps: steps.get(row.id) ?? [],
    }),
  );
  return new Map(views.map((view) => [view.id, view]));
}

/**
 * The board of cars that are not ready yet: a column for each step, with the cars whose next step
 * it is, what is due first at the top.
 * @throws DomainError invalid for a broken cursor.
 */
export async function listPreparation(
  scope: TenantScope,
  query: PreparationQuery,
): Promise<PreparationColumn[]> {
  const { cars, totals } = await findPlaces(scope, query);
  const columns = STEPS.filter((step) => query.step === undefined || step === query.step).map(
    (step) => {
      const found = cars.filter((car) => car.step === step);
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      const nextCursor = last && found.length > page.length ? encodePlace(last) : null;
      const { total = 0, overdue = 0 } = totals.find((one) => one.step === step) ?? {};
      return { step, total, overdue, page, nextCursor };
    },
  );
  const views = await readCars(
    scope,
    columns.flatMap(({ page }) => page.map(({ id }) => id)),
  );
  return columns.map(({ page, ...column }) => ({
    ...column,
    cars: page.flatMap(({ id }) => views.get(id) ?? []),
  }));
}
