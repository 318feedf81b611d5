import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { Refused, Told } from "./audit-cases.ts";

const params = (id: string) => ({ params: { id } });

/** More ways to be refused, of assignment, the calendar and the clock. */
export const refusalsOfDesk = (a: Dealership): Record<string, Refused[]> => ({
  "POST /api/admin/leads/{id}/claim": [[params(a.leads.assigned), 409, a.tokens.admin]],
  "PUT /api/admin/staff/{id}/availability": [
    [{ ...params(a.staff.admin), body: { isBusy: true } }, 403, a.tokens.sales],
    [{ ...params(a.staff.sales), body: { maxOpenLeads: null } }, 403, a.tokens.sales],
  ],
  "PATCH /api/admin/calendar-periods/{id}": [
    [{ ...params(a.period), body: { endsOn: "2099-01-01" } }, 400],
  ],
});

/** What the events of assignment, the calendar and the clock say. */
export const TOLD_OF_DESK: Record<string, (of: Dealership) => Told> = {
  "POST /api/admin/leads/{id}/claim": (of) => ({
    ...{ action: "lead.assigned", subject_type: "lead", subject_id: of.leads.free },
    ...{ before: { assigneeId: null }, after: { assigneeId: of.staff.owner } },
  }),
  "PUT /api/admin/inbox/settings": () => ({
    ...{ action: "inbox.settings_changed", subject_type: "inbox", subject_id: null },
    before: { assignment: { mode: "round_robin", maxOpenLeads: null } },
    after: { assignment: { mode: "round_robin", maxOpenLeads: 50 } },
  }),
  "PUT /api/admin/staff/{id}/availability": (of) => ({
    ...{ action: "staff.availability_changed", subject_type: "staff", subject_id: of.staff.sales },
    before: { isBusy: false, maxOpenLeads: 40 },
    after: { isBusy: true, maxOpenLeads: 20 },
  }),
  "PUT /api/admin/staff/{id}/shifts": (of) => ({
    ...{ action: "staff.shifts_replaced", subject_type: "staff", subject_id: of.staff.sales },
    before: expect.objectContaining({
      shifts: [expect.objectContaining({ weekday: 1, startsAt: "09:00" })],
    }),
    after: expect.objectContaining({
      shifts: [expect.objectContaining({ weekday: 5, startsAt: "09:00" })],
    }),
  }),
  "POST /api/admin/calendar-periods": () => ({
    ...{ action: "calendar.period_added", subject_type: "calendar", before: null },
    after: expect.objectContaining({ name: "Idul Fitri", startsOn: "2027-03-09" }),
  }),
  "PATCH /api/admin/calendar-periods/{id}": (of) => ({
    ...{ action: "calendar.period_changed", subject_type: "calendar", subject_id: of.period },
    ...{ before: { name: `Period ${of.mark}` }, after: { name: "Tahun Baru" } },
  }),
  "DELETE /api/admin/calendar-periods/{id}": (of) => ({
    ...{ action: "calendar.period_removed", subject_type: "calendar", subject_id: of.period },
    ...{ before: expect.objectContaining({ startsOn: "2100-01-01" }), after: null },
  }),
};
