import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { StoredEvent } from "./audit-events.ts";

const PERSONAL = "[personal]";

export const TOLD_NOTIFY: Record<string, (of: Dealership) => Partial<StoredEvent>> = {
  "POST /api/admin/leads/{id}/tasks": (of) => ({
    ...{ action: "task.added", subject_type: "task", before: null },
    after: {
      ...{ leadId: of.leads.assigned, title: PERSONAL, dueAt: "2100-01-01T03:00:00.000Z" },
      ...{ assigneeId: of.staff.sales, doneAt: null },
    },
  }),
  "PATCH /api/admin/tasks/{id}": (of) => ({
    ...{ action: "task.changed", subject_type: "task", subject_id: of.task },
    ...{ before: { assigneeId: of.staff.sales }, after: { assigneeId: of.staff.admin } },
  }),
  "POST /api/admin/tasks/{id}/done": (of) => ({
    ...{ action: "task.done", subject_type: "task", subject_id: of.task },
    ...{ before: { doneAt: null }, after: { doneAt: expect.any(String) } },
  }),
  "POST /api/admin/tasks/{id}/reopen": (of) => ({
    ...{ action: "task.reopened", subject_type: "task", subject_id: of.doneTask },
    ...{ before: { doneAt: expect.any(String) }, after: { doneAt: null } },
  }),
  "DELETE /api/admin/tasks/{id}": (of) => ({
    ...{ action: "task.deleted", subject_type: "task", subject_id: of.spareTask, after: null },
    before: expect.objectContaining({ leadId: of.leads.assigned, title: PERSONAL }),
  }),
  "PATCH /api/admin/auth/profile": (of) => ({
    ...{ action: "staff.profile_changed", subject_type: "staff" },
    ...{
      subject_id: of.changing.endsLogins,
      before: { phone: null },
      after: { phone: "+6281234567890" },
    },
  }),
};
