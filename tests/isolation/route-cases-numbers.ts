import type { Dealership } from "../support/attack-dealership.ts";
import type { RouteCase } from "./route-cases.ts";

const COST = { kind: "repair", amount: 2_500_000, note: "Ban", spentOn: "2026-11-20" };
const shown = (of: Dealership) => ({ params: { id: of.cars.shown.id } });

/** What cars cost and bring. */
export const NUMBERS: Record<string, RouteCase> = {
  "GET /api/admin/cars/{id}/numbers": { ask: shown },
  "GET /api/admin/stock/ageing": { ask: () => ({}), foreign: 200 },
  "GET /api/admin/stock/value": { ask: () => ({ query: { from: "2026-10-01" } }), foreign: 200 },
  "GET /api/admin/stock/attention": {
    ask: () => ({ query: { reason: "no_photo" } }),
    foreign: 200,
    smuggled: (_, other) => [[{ query: { cursor: other.cursors.leads } }, 200]],
  },
  "GET /api/admin/cars/{id}/costs": { ask: shown },
  "POST /api/admin/cars/{id}/costs": { ask: (of) => ({ ...shown(of), body: COST }) },
  "PATCH /api/admin/car-costs/{id}": {
    ask: (of) => ({ params: { id: of.costs.kept }, body: { amount: 3_000_000, version: 1 } }),
  },
  "DELETE /api/admin/car-costs/{id}": {
    ask: (of) => ({ params: { id: of.costs.removed }, headers: { "If-Match": '"1"' } }),
  },
};
