import type { RouteCase } from "./route-cases.ts";

export const SEARCH: Record<string, RouteCase> = {
  "GET /api/cars/suggest": {
    ask: (of) => ({ query: { q: of.mark } }),
    foreign: 200,
    smuggled: (_, other) => [[{ query: { q: other.displayCode } }, 200]],
  },
};
