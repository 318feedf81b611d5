import type { RouteCase } from "./route-cases.ts";

const WISH = { kind: "price_drop", phone: "0813-1111-3333", consent: true };

export const SUBSCRIPTION_CASES: Record<string, RouteCase> = {
  "POST /api/cars/{slug}/subscriptions": {
    ask: (of) => ({ params: { slug: of.cars.shown.slug }, body: WISH }),
    smuggled: (own, other) => [
      [{ params: { slug: other.formerSlug }, body: WISH }, 404],
      [{ params: { slug: own.formerSlug }, body: { ...WISH, phone: other.phone } }, 202],
    ],
  },
  "GET /api/admin/subscriptions": {
    ask: (of) => ({ query: { leadId: of.leads.assigned } }),
    foreign: 200,
    smuggled: (_, other) => [
      [{ query: { carId: other.cars.shown.id } }, 200],
      [{ query: { cursor: other.cursors.leads } }, 200],
    ],
  },
  "DELETE /api/admin/subscriptions/{id}": { ask: (of) => ({ params: { id: of.subscription } }) },
};
