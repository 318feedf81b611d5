/** Cases of the inbox's list and of its stream. */
import type { RouteCase } from "./route-cases.ts";

/** Behind nothing that is still kept: so that everything is told. */
const MOMENT = (Date.now() - 3_600_000).toString(16).padStart(12, "0");
const LONG_AGO = `1-${MOMENT.slice(0, 8)}-${MOMENT.slice(8)}-7000-8000-000000000000`;

export const LIVE: Record<string, RouteCase> = {
  "GET /api/admin/inbox": {
    ask: (of) => ({ query: { q: of.mark } }),
    foreign: 200,
    smuggled: (_, other) => [
      [{ query: { box: "awaiting", q: other.phone } }, 200],
      [{ query: { box: "unassigned", cursor: other.cursors.leads } }, 200],
      [{ query: { box: "overdue", cursor: other.cursors.leads } }, 200],
    ],
  },
  "GET /api/admin/events": {
    ask: () => ({ query: { lastEventId: LONG_AGO } }),
    foreign: 200,
    smuggled: () => [[{ headers: { "Last-Event-ID": LONG_AGO } }, 200]],
  },
};
