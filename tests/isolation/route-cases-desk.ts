import type { Dealership } from "../support/attack-dealership.ts";
import type { RouteCase } from "./route-cases.ts";

const PERIOD = { name: "Idul Fitri", startsOn: "2027-03-09", endsOn: "2027-03-12" };
const WEEK = [{ weekday: 5, startsAt: "09:00", endsAt: "17:00" }];

const ofSales = (of: Dealership) => ({ params: { id: of.staff.sales } });
const period = (of: Dealership) => ({ params: { id: of.period } });

/** Assignment, the calendar and the clock. */
export const DESK_CASES: Record<string, RouteCase> = {
  "POST /api/admin/leads/{id}/claim": { ask: (of) => ({ params: { id: of.leads.free } }) },
  "GET /api/admin/inbox/settings": { ask: () => ({}), foreign: 200 },
  "PUT /api/admin/inbox/settings": {
    ask: () => ({ body: { assignment: { maxOpenLeads: 50 } } }),
    foreign: 200,
  },
  "GET /api/admin/inbox/figures": { ask: () => ({}), foreign: 200 },
  "GET /api/admin/staff/availability": { ask: () => ({}), foreign: 200 },
  "PUT /api/admin/staff/{id}/availability": {
    ask: (of) => ({ ...ofSales(of), body: { isBusy: true, maxOpenLeads: 20 } }),
  },
  "GET /api/admin/staff/{id}/shifts": {
    ask: ofSales,
    smuggled: (own, other) => [
      [{ ...ofSales(own), query: { periodId: other.period } }, 404],
      [{ ...ofSales(other), query: { periodId: own.period } }, 404],
    ],
  },
  "PUT /api/admin/staff/{id}/shifts": {
    ask: (of) => ({ ...ofSales(of), body: { shifts: WEEK } }),
    smuggled: (own, other) => [
      [{ ...ofSales(own), body: { shifts: WEEK, periodId: other.period } }, 400],
      [{ ...ofSales(other), body: { shifts: WEEK, periodId: own.period } }, 404],
    ],
  },
  "GET /api/admin/calendar-periods": { ask: () => ({}), foreign: 200 },
  "POST /api/admin/calendar-periods": {
    ask: () => ({ body: { ...PERIOD, openingHours: null } }),
    foreign: 201,
  },
  "PATCH /api/admin/calendar-periods/{id}": {
    ask: (of) => ({ ...period(of), body: { name: "Tahun Baru" } }),
  },
  "DELETE /api/admin/calendar-periods/{id}": { ask: period },
};
