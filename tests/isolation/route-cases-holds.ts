import type { Dealership } from "../support/attack-dealership.ts";
import type { RouteCase } from "./route-cases.ts";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

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
};
