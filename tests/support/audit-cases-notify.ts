import type { Dealership } from "./attack-dealership.ts";
import type { StoredEvent } from "./audit-events.ts";

const PERSONAL = "[personal]";

export const TOLD_NOTIFY: Record<string, (of: Dealership) => Partial<StoredEvent>> = {
  "PATCH /api/admin/auth/profile": (of) => ({
    ...{ action: "staff.profile_changed", subject_type: "staff" },
    ...{ subject_id: of.changing.endsLogins, before: { phone: null }, after: { phone: PERSONAL } },
  }),
};
