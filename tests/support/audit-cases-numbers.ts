import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { Refused, Told } from "./audit-cases.ts";

/** More ways to be refused, of what cars cost. */
export const refusalsOfNumbers = (a: Dealership): Record<string, Refused[]> => ({
  "PATCH /api/admin/car-costs/{id}": [
    [{ params: { id: a.costs.kept }, body: { amount: 1 } }, 428],
    [{ params: { id: a.costs.kept }, body: { amount: 1, version: 9 } }, 409],
  ],
  "DELETE /api/admin/car-costs/{id}": [
    [{ params: { id: a.costs.removed } }, 428],
    [{ params: { id: a.costs.removed }, headers: { "If-Match": '"9"' } }, 409],
  ],
});

const ofShown = (of: Dealership) => ({ subject_type: "car", subject_id: of.cars.shown.id });

/** What the events of costs say. */
export const TOLD_OF_NUMBERS: Record<string, (of: Dealership) => Told> = {
  "POST /api/admin/cars/{id}/costs": (of) => ({
    ...{ action: "car.cost_added", ...ofShown(of), before: null },
    after: expect.objectContaining({ kind: "repair", amountIdr: 2_500_000 }),
  }),
  "PATCH /api/admin/car-costs/{id}": (of) => ({
    ...{ action: "car.cost_changed", ...ofShown(of) },
    ...{ before: { amountIdr: 1_000_000 }, after: { amountIdr: 3_000_000 } },
  }),
  "DELETE /api/admin/car-costs/{id}": (of) => ({
    ...{ action: "car.cost_removed", ...ofShown(of), after: null },
    before: expect.objectContaining({ costId: of.costs.removed, kind: "tax" }),
  }),
};
