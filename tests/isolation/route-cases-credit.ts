import { USUAL_RULES } from "../../src/domain/credit/usual-rules.ts";
import type { RouteCase } from "./route-cases.ts";

export const CREDIT: Record<string, RouteCase> = {
  "GET /api/cars/{slug}/credit": {
    ask: (of) => ({ params: { slug: of.cars.shown.slug }, query: { dpPercent: "30" } }),
    smuggled: (_, other) => [
      [{ params: { slug: other.formerSlug } }, 404],
      [{ params: { slug: other.cars.draft.slug } }, 404],
      [{ params: { slug: other.cars.removed.slug } }, 404],
    ],
  },
  "GET /api/admin/credit-rules": { ask: () => ({}), foreign: 200 },
  "PUT /api/admin/credit-rules": {
    ask: (of) => ({
      headers: { "If-Match": `"${of.creditVersion}"` },
      body: { ...USUAL_RULES, defaultTenor: 24 },
    }),
    // No two dealerships' rules are at one version.
    foreign: 409,
  },
};
