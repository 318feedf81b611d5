/** Who may call what, said here a second time: a route that asks for less than it should is found. */
import { afterAll, expect, test } from "bun:test";
import type { Permission } from "../../src/domain/staff/permissions.ts";
import { operationsOf, readDocument } from "../support/attack-operations.ts";
import { createTestApp } from "../support/test-app.ts";

const app = createTestApp();
afterAll(() => app.close());
const operations = operationsOf(await readDocument(app));

const PERMISSIONS: Record<string, Permission> = {
  "GET /api/admin/cars": "cars:read",
  "GET /api/admin/cars/{id}": "cars:read",
  "POST /api/admin/cars": "cars:write",
  "PATCH /api/admin/cars/{id}": "cars:write",
  "PUT /api/admin/cars/{id}": "cars:write",
  "DELETE /api/admin/cars/{id}": "cars:delete",
  "GET /api/admin/cars/{id}/hold": "cars:read",
  "GET /api/admin/cars/{id}/holds": "cars:read",
  "POST /api/admin/cars/{id}/hold": "cars:write",
  "PATCH /api/admin/cars/{id}/hold": "cars:write",
  "DELETE /api/admin/cars/{id}/hold": "cars:write",
  "POST /api/admin/cars/{id}/sale": "cars:write",
  "GET /api/admin/cars/{id}/sale": "cars:read",
  "GET /api/admin/cars/{id}/sales": "cars:read",
  "POST /api/admin/cars/{id}/reopen": "cars:reopen",
  "GET /api/admin/cars/{id}/numbers": "cars:read",
  "GET /api/admin/cars/{id}/costs": "cars:cost",
  "POST /api/admin/cars/{id}/costs": "cars:cost",
  "PATCH /api/admin/car-costs/{id}": "cars:cost",
  "DELETE /api/admin/car-costs/{id}": "cars:cost",
  "POST /api/admin/bulk-changes": "cars:write",
  "GET /api/admin/bulk-changes": "cars:read",
  "GET /api/admin/bulk-changes/{id}": "cars:read",
  "GET /api/admin/bulk-changes/{id}/cars": "cars:read",
  "POST /api/admin/bulk-changes/{id}/apply": "cars:write",
  "POST /api/admin/bulk-changes/{id}/undo": "cars:write",
  "GET /api/admin/stock/ageing": "cars:read",
  "GET /api/admin/stock/value": "cars:read",
  "GET /api/admin/stock/attention": "cars:read",
  "GET /api/admin/credit-rules": "cars:read",
  "PUT /api/admin/credit-rules": "credit:manage",
  "GET /api/admin/leads": "leads:read",
  "GET /api/admin/leads/stats": "leads:read",
  "GET /api/admin/leads/{id}": "leads:read",
  "GET /api/admin/inbox": "leads:read",
  "GET /api/admin/events": "leads:read",
  "POST /api/admin/leads": "leads:write",
  "PATCH /api/admin/leads/{id}": "leads:write",
  "PUT /api/admin/leads/{id}/assign": "leads:write",
  "PUT /api/admin/leads/{id}/status": "leads:write",
  "PUT /api/admin/leads/{id}/tags": "leads:write",
  "POST /api/admin/leads/{id}/notes": "leads:write",
  "GET /api/admin/leads/{id}/timeline": "leads:read",
  "POST /api/admin/leads/{id}/calls": "leads:write",
  "POST /api/admin/leads/{id}/merge": "leads:merge",
  "POST /api/admin/lead-merges/{id}/undo": "leads:merge",
  "GET /api/admin/canned-replies": "leads:read",
  "POST /api/admin/canned-replies": "inbox:manage",
  "PATCH /api/admin/canned-replies/{id}": "inbox:manage",
  "DELETE /api/admin/canned-replies/{id}": "inbox:manage",
  "POST /api/admin/canned-replies/{id}/preview": "leads:read",
  "POST /api/admin/conversations/{id}/replies": "leads:write",
  "PUT /api/admin/conversations/{id}/car": "leads:write",
  "GET /api/admin/media/{id}": "leads:read",
  "POST /api/admin/media": "leads:write",
  "POST /api/admin/cars/{id}/photos": "cars:write",
  "PUT /api/admin/photos/{id}": "cars:write",
  "POST /api/admin/photos/{id}/rotate": "cars:write",
  "GET /api/admin/notifications": "leads:read",
  "POST /api/admin/leads/{id}/tasks": "leads:write",
  "GET /api/admin/subscriptions": "leads:read",
  "DELETE /api/admin/subscriptions/{id}": "leads:write",
  "GET /api/admin/tasks": "leads:read",
  "PATCH /api/admin/tasks/{id}": "leads:write",
  "POST /api/admin/tasks/{id}/done": "leads:write",
  "POST /api/admin/tasks/{id}/reopen": "leads:write",
  "DELETE /api/admin/tasks/{id}": "leads:write",
  "POST /api/admin/leads/{id}/conversations": "leads:write",
  "POST /api/admin/conversations/{id}/messages": "leads:write",
  "DELETE /api/admin/messages/{id}": "leads:write",
  "POST /api/admin/messages/{id}/resend": "leads:write",
  "POST /api/admin/messages/{id}/confirm": "leads:write",
  "GET /api/admin/devices": "leads:read",
  "GET /api/admin/devices/{id}": "leads:read",
  "PATCH /api/admin/devices/{id}": "devices:manage",
  "POST /api/admin/devices/{id}/check": "devices:manage",
  "GET /api/admin/devices/{id}/qr": "devices:manage",
  "POST /api/admin/devices/{id}/release": "devices:manage",
  "GET /api/admin/leads/{id}/export": "leads:export",
  "DELETE /api/admin/leads/{id}/personal-data": "leads:erase",
  "GET /api/admin/webhook-events": "inbox:manage",
  "POST /api/admin/webhook-events/{id}/replay": "inbox:manage",
  "POST /api/admin/leads/{id}/claim": "leads:write",
  "GET /api/admin/inbox/settings": "leads:read",
  "PUT /api/admin/inbox/settings": "inbox:manage",
  "GET /api/admin/inbox/figures": "leads:read",
  "GET /api/admin/staff/availability": "leads:read",
  "PUT /api/admin/staff/{id}/availability": "leads:write",
  "GET /api/admin/staff/{id}/shifts": "leads:read",
  "PUT /api/admin/staff/{id}/shifts": "inbox:manage",
  "GET /api/admin/calendar-periods": "leads:read",
  "POST /api/admin/calendar-periods": "inbox:manage",
  "PATCH /api/admin/calendar-periods/{id}": "inbox:manage",
  "DELETE /api/admin/calendar-periods/{id}": "inbox:manage",
  "GET /api/admin/staff": "staff:read",
  "POST /api/admin/staff/invite": "staff:manage",
  "PUT /api/admin/staff/{id}/role": "staff:manage",
  "PUT /api/admin/staff/{id}/status": "staff:manage",
  "DELETE /api/admin/staff/{id}/two-factor": "security:manage",
  "GET /api/admin/security": "security:manage",
  "PUT /api/admin/security": "security:manage",
  "GET /api/admin/api-keys": "keys:manage",
  "POST /api/admin/api-keys": "keys:manage",
  "POST /api/admin/api-keys/{id}/rotate": "keys:manage",
  "DELETE /api/admin/api-keys/{id}": "keys:manage",
  "GET /api/admin/audit-events": "audit:read",
};

/** Of one's own account: a login is enough. */
const OWN = [
  "POST /api/admin/auth/verify",
  "GET /api/admin/auth/me",
  "PATCH /api/admin/auth/profile",
  "GET /api/admin/auth/sessions",
  "DELETE /api/admin/auth/sessions",
  "DELETE /api/admin/auth/sessions/{id}",
  "PUT /api/admin/auth/password",
  "POST /api/admin/auth/two-factor",
  "DELETE /api/admin/auth/two-factor",
  "POST /api/admin/auth/two-factor/confirm",
  "POST /api/admin/auth/two-factor/recovery-codes",
];

test("every route asks for the permission that it should", () => {
  const asked = operations
    .filter((operation) => operation["x-permission"])
    .map((operation) => [operation.key, operation["x-permission"]]);
  expect(Object.fromEntries(asked)).toEqual(PERMISSIONS);
});

test("every route of staff asks for one, but for those of one's own account", () => {
  const without = operations.filter(
    (operation) =>
      operation.security?.some((way) => "staffToken" in way) && !operation["x-permission"],
  );
  expect(without.map(({ key }) => key).sort()).toEqual(OWN.toSorted());
});
