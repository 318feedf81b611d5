import type { RouteCase } from "./route-cases.ts";

/** The stock as a file. */
export const SHEET: Record<string, RouteCase> = {
  "GET /api/admin/stock/export": {
    ask: (of) => ({ query: { q: of.mark } }),
    ...{ foreign: 200, leavesTraces: true },
    smuggled: (_, other) => [[{ query: { q: other.vin } }, 200]],
  },
};
