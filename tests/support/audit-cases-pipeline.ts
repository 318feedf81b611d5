import type { Dealership } from "./attack-dealership.ts";
import type { Told } from "./audit-cases.ts";

export const TOLD_BY_PIPELINE: Record<string, (of: Dealership) => Told> = {
  "POST /api/admin/webhook-events/{id}/replay": (of) => ({
    ...{ action: "webhook_event.replayed", subject_type: "webhook_event", subject_id: of.event },
    ...{ before: null, after: null },
  }),
};
