import { TWIN_SLUG } from "../support/attack-dealership.ts";
import type { RouteCase } from "./route-cases.ts";

export const SURFACE: Record<string, RouteCase> = {
  "GET /api/cars/compare": {
    ask: (of) => ({ query: { ids: `${of.cars.shown.slug},${TWIN_SLUG}` } }),
    smuggled: (own, other) => [
      [{ query: { ids: `${own.cars.shown.slug},${other.displayCode}` } }, 404],
      [{ query: { ids: `${own.cars.shown.slug},${other.formerSlug}` } }, 404],
      [{ query: { ids: `${own.cars.shown.slug},${own.cars.draft.slug}` } }, 404],
    ],
  },
  "GET /api/cars/sold": {
    ask: () => ({ query: { limit: "5" } }),
    foreign: 200,
    smuggled: (_, other) => [[{ query: { cursor: other.cursors.leads } }, 200]],
  },
  "GET /api/cars/{slug}/similar": {
    ask: (of) => ({ params: { slug: of.cars.shown.slug } }),
    smuggled: (_, other) => [
      [{ params: { slug: other.formerSlug } }, 404],
      [{ params: { slug: other.cars.draft.slug } }, 404],
    ],
  },
};
