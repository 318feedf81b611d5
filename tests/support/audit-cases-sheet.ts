import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { Told } from "./audit-cases.ts";

/** What the event of an export says. */
export const TOLD_OF_SHEET: Record<string, (of: Dealership) => Told> = {
  "GET /api/admin/stock/export": (of) => ({
    ...{ action: "stock.exported", subject_type: "stock", before: null },
    after: { q: [of.mark], format: "csv", cars: expect.any(Number), withCosts: true },
  }),
};
