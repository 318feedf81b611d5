import type { RouteCase } from "./route-cases.ts";

const DUE = "2100-01-01T10:00:00+07:00";

export const NOTIFY: Record<string, RouteCase> = {
  "GET /api/admin/notifications": {
    ask: () => ({ query: { status: "failed" } }),
    foreign: 200,
    smuggled: () => [[{ query: { status: "doubtful" } }, 200]],
  },
  "POST /api/admin/leads/{id}/tasks": {
    ask: (of) => ({
      params: { id: of.leads.assigned },
      body: { title: "Telepon balik", dueAt: DUE, assigneeId: of.staff.sales },
    }),
    smuggled: (own, other) => [
      [
        {
          params: { id: own.leads.assigned },
          body: { title: "Telepon", dueAt: DUE, assigneeId: other.staff.sales },
        },
        400,
      ],
    ],
  },
  "GET /api/admin/tasks": {
    ask: (of) => ({ query: { assignee: of.staff.sales } }),
    foreign: 200,
    smuggled: (_, other) => [
      [{ query: { leadId: other.leads.assigned } }, 200],
      [{ query: { cursor: other.cursors.leads } }, 200],
    ],
  },
  "PATCH /api/admin/tasks/{id}": {
    ask: (of) => ({ params: { id: of.task }, body: { assigneeId: of.staff.admin } }),
    smuggled: (own, other) => [
      [{ params: { id: own.task }, body: { assigneeId: other.staff.sales } }, 400],
    ],
  },
  "POST /api/admin/tasks/{id}/done": { ask: (of) => ({ params: { id: of.task } }) },
  "POST /api/admin/tasks/{id}/reopen": { ask: (of) => ({ params: { id: of.doneTask } }) },
  "DELETE /api/admin/tasks/{id}": { ask: (of) => ({ params: { id: of.spareTask } }) },
  "PATCH /api/admin/auth/profile": {
    ask: () => ({ body: { phone: "0812-3456-7890" } }),
    ...{ by: "endsLogins", foreign: 200 },
  },
};
