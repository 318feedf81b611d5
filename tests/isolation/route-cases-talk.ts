import type { Dealership } from "../support/attack-dealership.ts";
import type { Ask } from "../support/attack-operations.ts";
import type { RouteCase } from "./route-cases.ts";

const lead = (of: Dealership): Ask => ({ params: { id: of.leads.assigned } });
const shown = (of: Dealership): Ask => ({ params: { id: of.shownReply } });
const canned = (of: Dealership): Ask => ({ params: { id: of.cannedReply } });

/** Cases of a lead's history, of merges and of canned replies. */
export const TALK: Record<string, RouteCase> = {
  "GET /api/admin/leads/{id}/timeline": {
    ask: lead,
    smuggled: (own, other) => [[{ ...lead(own), query: { cursor: other.cursors.leads } }, 200]],
  },
  "POST /api/admin/leads/{id}/calls": {
    ask: (of) => ({
      ...lead(of),
      body: { direction: "outbound", outcome: "reached", note: "Mau datang" },
    }),
  },
  "POST /api/admin/leads/{id}/merge": {
    ask: (of) => ({ ...lead(of), body: { leadId: of.spareLead } }),
    smuggled: (own, other) => [
      [{ ...lead(own), body: { leadId: other.spareLead } }, 404],
      [{ ...lead(other), body: { leadId: own.spareLead } }, 404],
    ],
  },
  "POST /api/admin/lead-merges/{id}/undo": { ask: (of) => ({ params: { id: of.merge } }) },
  "GET /api/admin/canned-replies": { ask: () => ({}), foreign: 200 },
  "POST /api/admin/canned-replies": {
    // A name of the other's is free here.
    ask: ({ mark }) => ({ body: { name: `New ${mark}`, body: "Halo {{name}}" } }),
    foreign: 201,
    smuggled: (_, { mark }) => [[{ body: { name: `Canned ${mark}`, body: "Halo" } }, 201]],
  },
  "PATCH /api/admin/canned-replies/{id}": {
    ask: (of) => ({ ...canned(of), body: { body: "Halo {{name}}" } }),
  },
  "DELETE /api/admin/canned-replies/{id}": { ask: canned },
  "POST /api/admin/canned-replies/{id}/preview": {
    ask: (of) => ({ ...shown(of), body: { leadId: of.leads.assigned, carId: of.cars.shown.id } }),
    smuggled: (own, other) => [
      [{ ...shown(own), body: { leadId: other.leads.assigned } }, 404],
      [{ ...shown(own), body: { conversationId: other.conversation } }, 404],
      [{ ...shown(own), body: { leadId: own.leads.assigned, carId: other.cars.shown.id } }, 404],
    ],
  },
};
