import type { Dealership } from "../support/attack-dealership.ts";
import type { RouteCase } from "./route-cases.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

const sold = (of: Dealership) => ({ params: { id: of.cars.sold.id } });
const held = (of: Dealership) => ({ params: { id: of.cars.held.id } });

export const HOLD_CASES: Record<string, RouteCase> = {
  "POST /api/admin/cars/{id}/hold": {
    ask: (of) => ({
      params: { id: of.cars.free.id },
      body: { leadId: of.leads.assigned, until: inDays(3), depositIdr: 1_000_000 },
    }),
    smuggled: (own, other) => [
      [
        {
          params: { id: own.cars.free.id },
          body: { leadId: other.leads.assigned, until: inDays(3) },
        },
        400,
      ],
    ],
  },
  "GET /api/admin/cars/{id}/hold": { ask: held },
  "GET /api/admin/cars/{id}/holds": { ask: held },
  "PATCH /api/admin/cars/{id}/hold": { ask: (of) => ({ ...held(of), body: { until: inDays(5) } }) },
  "DELETE /api/admin/cars/{id}/hold": { ask: (of) => ({ params: { id: of.cars.released.id } }) },
  "POST /api/admin/cars/{id}/sale": {
    ask: (of) => ({
      params: { id: of.cars.offered.id },
      body: { leadId: of.reachable, salespersonId: of.staff.sales },
    }),
    smuggled: (own, other) => {
      const car = { params: { id: own.cars.offered.id } };
      return [
        [{ ...car, body: { leadId: other.leads.assigned } }, 400],
        [{ ...car, body: { salespersonId: other.staff.sales } }, 400],
      ];
    },
  },
  "GET /api/admin/cars/{id}/sale": { ask: sold },
  "GET /api/admin/cars/{id}/sales": { ask: sold },
  "POST /api/admin/cars/{id}/reopen": {
    ask: (of) => ({ params: { id: of.cars.reopened.id }, body: { reason: "Batal" } }),
  },
};
