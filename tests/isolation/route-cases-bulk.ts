import type { Dealership } from "../support/attack-dealership.ts";
import type { RouteCase } from "./route-cases.ts";

const made = (of: Dealership) => ({ params: { id: of.bulk.made.id } });
const change = { kind: "set_price", price: 90_000_000 };

/** Changes of many cars. */
export const BULK: Record<string, RouteCase> = {
  "POST /api/admin/bulk-changes": {
    ask: (of) => ({ body: { cars: { ids: [of.cars.free.id] }, change } }),
    foreign: 400,
    smuggled: (own, other) => [
      [{ body: { cars: { ids: [own.cars.free.id, other.cars.free.id] }, change } }, 400],
      [{ body: { cars: { filter: { brand: `Brand ${other.mark}` } }, change } }, 400],
    ],
  },
  "GET /api/admin/bulk-changes": { ask: () => ({}), foreign: 200 },
  "GET /api/admin/bulk-changes/{id}": { ask: made },
  "GET /api/admin/bulk-changes/{id}/items": {
    ask: made,
    smuggled: (own, other) => [[{ ...made(own), query: { cursor: other.bulk.made.carId } }, 200]],
  },
  "POST /api/admin/bulk-changes/{id}/apply": {
    ask: (of) => ({ params: { id: of.bulk.planned.id }, body: { mode: "all_or_nothing" } }),
  },
  "POST /api/admin/bulk-changes/{id}/undo": { ask: made },
};
