import type { Dealership } from "./attack-dealership.ts";
import type { StoredEvent } from "./audit-events.ts";

export const TOLD_OF_SUBSCRIPTIONS: Record<string, (of: Dealership) => Partial<StoredEvent>> = {
  "DELETE /api/admin/subscriptions/{id}": (of) => ({
    ...{ action: "subscription.ended", subject_type: "subscription", subject_id: of.subscription },
    before: null,
    after: { leadId: of.leads.assigned, kind: "price_drop", carId: of.cars.shown.id },
  }),
};
