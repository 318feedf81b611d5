import type { Dealership } from "../support/attack-dealership.ts";
import type { RouteCase } from "./route-cases.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const shown = (of: Dealership) => ({ params: { id: of.cars.shown.id } });
const inspection = (of: Dealership) => ({ params: { id: of.cars.draft.id, step: "inspection" } });

/** When cars are published, how they are prepared, and the filters that staff keep. */
export const BOARD: Record<string, RouteCase> = {
  "PUT /api/admin/cars/{id}/schedule": {
    ask: (of) => ({ params: { id: of.cars.draft.id }, body: { publishAt: inDays(3) } }),
  },
  "DELETE /api/admin/cars/{id}/schedule": { ask: shown },
  "GET /api/admin/preparation": {
    ask: (of) => ({ query: { assignee: of.staff.sales } }),
    foreign: 200,
    smuggled: (_, other) => [
      [{ query: { assignee: other.staff.sales } }, 200],
      [{ query: { step: "inspection", cursor: placeOf(other.cars.shown.id) } }, 200],
    ],
  },
  "GET /api/admin/cars/{id}/preparation-steps": { ask: shown },
  "PATCH /api/admin/cars/{id}/preparation-steps/{step}": {
    ask: (of) => ({ ...inspection(of), body: { state: "done", assigneeId: of.staff.sales } }),
    smuggled: (own, other) => [
      [{ ...inspection(own), body: { assigneeId: other.staff.sales } }, 400],
    ],
  },
  "GET /api/admin/saved-filters": { ask: () => ({}), foreign: 200 },
  "POST /api/admin/saved-filters": {
    ask: ({ mark }) => ({ body: { list: "cars", name: `New ${mark}`, query: { q: mark } } }),
    foreign: 201,
    smuggled: (_, { mark }) => [
      [{ body: { list: "cars", name: `kept ${mark}`, query: { brand: mark } } }, 201],
    ],
  },
  "PATCH /api/admin/saved-filters/{id}": {
    ask: (of) => ({ params: { id: of.filters.kept }, body: { query: { fuel: "petrol" } } }),
  },
  "DELETE /api/admin/saved-filters/{id}": { ask: (of) => ({ params: { id: of.filters.removed } }) },
};

const placeOf = (id: string) =>
  Buffer.from(JSON.stringify(["2026-12-01", id])).toString("base64url");
