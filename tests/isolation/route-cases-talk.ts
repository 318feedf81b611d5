import type { Dealership } from "../support/attack-dealership.ts";
import type { Ask } from "../support/attack-operations.ts";
import type { RouteCase } from "./route-cases.ts";

const lead = (of: Dealership): Ask => ({ params: { id: of.leads.assigned } });

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
};
