import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { Refused, Told } from "./audit-cases.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

export const refusalsOfBoard = (a: Dealership): Record<string, Refused[]> => ({
  "PUT /api/admin/cars/{id}/schedule": [
    [{ params: { id: a.cars.draft.id }, body: { publishAt: inDays(-1) } }, 400],
    [{ params: { id: a.cars.draft.id }, body: { unpublishAt: inDays(3) } }, 409],
    [{ params: { id: a.cars.held.id }, body: { publishAt: inDays(3) } }, 409],
  ],
  "PATCH /api/admin/cars/{id}/preparation-steps/{step}": [
    [{ params: { id: a.cars.sold.id, step: "price" }, body: { state: "done" } }, 409],
    [{ params: { id: a.cars.held.id, step: "photos" }, body: { state: "done" } }, 409],
    [
      { params: { id: a.cars.draft.id, step: "price" }, body: { assigneeId: a.staff.inactive } },
      400,
    ],
  ],
  "POST /api/admin/saved-filters": [
    [{ body: { list: "cars", name: `kept ${a.mark}`, query: {} } }, 409],
    [{ body: { list: "cars", name: "Baru", query: { limit: "0" } } }, 400],
  ],
  "PATCH /api/admin/saved-filters/{id}": [
    [{ params: { id: a.filters.kept }, body: { name: "Baru" } }, 404, a.tokens.sales],
  ],
});

const ofCar = (id: string) => ({ subject_type: "car", subject_id: id });

/** What the events of the board say. */
export const TOLD_OF_BOARD: Record<string, (of: Dealership) => Told> = {
  "PUT /api/admin/cars/{id}/schedule": (of) => ({
    ...{ action: "car.scheduled", ...ofCar(of.cars.draft.id), before: null },
    after: { publishAt: expect.any(String), unpublishAt: null },
  }),
  "DELETE /api/admin/cars/{id}/schedule": (of) => ({
    ...{ action: "car.schedule_cancelled", ...ofCar(of.cars.shown.id), after: null },
    before: { publishAt: null, unpublishAt: "2100-01-01T00:00:00.000Z" },
  }),
  "PATCH /api/admin/cars/{id}/preparation-steps/{step}": (of) => ({
    ...{ action: "car.preparation_changed", ...ofCar(of.cars.draft.id) },
    before: { step: null, state: "to_do", assigneeId: null },
    after: { step: "inspection", state: "done", assigneeId: of.staff.sales },
  }),
  "POST /api/admin/saved-filters": ({ mark }) => ({
    ...{ action: "filter.saved", subject_type: "filter", before: null },
    after: { list: "cars", name: `New ${mark}`, query: { q: mark }, isShared: false },
  }),
  "PATCH /api/admin/saved-filters/{id}": (of) => ({
    ...{ action: "filter.changed", subject_type: "filter", subject_id: of.filters.kept },
    ...{ before: { query: { brand: `Brand ${of.mark}` } }, after: { query: { fuel: "petrol" } } },
  }),
  "DELETE /api/admin/saved-filters/{id}": (of) => ({
    ...{ action: "filter.deleted", subject_type: "filter", subject_id: of.filters.removed },
    ...{ before: expect.objectContaining({ name: `removed ${of.mark}` }), after: null },
  }),
};
