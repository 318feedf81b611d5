/** What is expected of the audit log at each operation for staff. */
import { expect } from "bun:test";
import type { Dealership } from "./attack-dealership.ts";
import type { Ask } from "./attack-operations.ts";
import { refusalsOfBoard, TOLD_OF_BOARD } from "./audit-cases-board.ts";
import { refusalsOfBulk, TOLD_OF_BULK, UNTOLD_OF_BULK } from "./audit-cases-bulk.ts";
import { refusalsOfCredit, TOLD_OF_CREDIT } from "./audit-cases-credit.ts";
import { refusalsOfDesk, TOLD_OF_DESK } from "./audit-cases-desk.ts";
import { refusalsOfHolds, TOLD_OF_HOLDS } from "./audit-cases-holds.ts";
import { refusalsOfImports, TOLD_OF_IMPORTS } from "./audit-cases-imports.ts";
import { MEDIA_TOLD } from "./audit-cases-media.ts";
import { TOLD_NOTIFY } from "./audit-cases-notify.ts";
import { refusalsOfNumbers, TOLD_OF_NUMBERS } from "./audit-cases-numbers.ts";
import { TOLD_OF_PHOTOS } from "./audit-cases-photos.ts";
import { TOLD_BY_PIPELINE } from "./audit-cases-pipeline.ts";
import { TOLD_OF_SENDING } from "./audit-cases-send.ts";
import { TOLD_OF_SHEET } from "./audit-cases-sheet.ts";
import { TOLD_OF_STORE, UNTOLD_OF_STORE } from "./audit-cases-store.ts";
import { TOLD_OF_SUBSCRIPTIONS } from "./audit-cases-subscriptions.ts";
import { TOLD_BY_TALK, UNTOLD_BY_TALK } from "./audit-cases-talk.ts";
import type { StoredEvent } from "./audit-events.ts";

/** Operations for staff that leave no event, though they are no GET. */
export const UNTOLD: Record<string, string> = {
  "POST /api/admin/auth/verify": "It reads.",
  "POST /api/admin/auth/two-factor": "Nothing is on until it is confirmed.",
  ...UNTOLD_BY_TALK,
  ...UNTOLD_OF_STORE,
  ...UNTOLD_OF_BULK,
  "POST /api/admin/devices/{id}/check": "What the gateway says of a device is no deed.",
};

export const LEAD = { name: "Siapa Saja", phone: "+6281355550101", source: "phone" };

/** A request, the status of its refusal, and who asks; the owner unless told. */
export type Refused = [ask: Ask, status: number, token?: string];

/** More ways to be refused than are made up for every operation. */
export const refusalsOf = (a: Dealership): Record<string, Refused[]> => ({
  "POST /api/admin/cars": [
    [{ body: { brand: "Honda", model: "Jazz", year: 2018, slug: a.cars.shown.slug } }, 409],
    [{ body: { brand: "Honda", model: "Jazz", year: 2018, cost: 1 } }, 403, a.tokens.sales],
  ],
  "PATCH /api/admin/cars/{id}": [
    [{ params: { id: a.cars.shown.id }, body: { price: 1 } }, 428],
    [{ params: { id: a.cars.shown.id }, body: { price: 1, version: 9 } }, 409],
    [{ params: { id: a.cars.draft.id }, body: { vin: a.vin, version: 1 } }, 409],
  ],
  "PUT /api/admin/cars/{id}": [
    [
      {
        params: { id: a.cars.shown.id },
        body: { brand: "Honda", model: "Jazz", year: 2018, price: 1, version: 9 },
      },
      409,
    ],
  ],
  "DELETE /api/admin/cars/{id}": [
    [{ params: { id: a.cars.shown.id }, headers: { "If-Match": '"9"' } }, 409],
  ],
  "POST /api/admin/leads": [[{ body: { ...LEAD, phone: a.phone } }, 409]],
  "PATCH /api/admin/leads/{id}": [
    [{ params: { id: a.leads.assigned }, body: { phone: a.otherPhone } }, 409],
  ],
  "PUT /api/admin/leads/{id}/status": [
    [{ params: { id: a.leads.free }, body: { status: "closed" } }, 409],
  ],
  "PUT /api/admin/leads/{id}/assign": [
    [{ params: { id: a.leads.free }, body: { staffId: a.staff.admin } }, 403, a.tokens.sales],
    [{ params: { id: a.leads.free }, body: { staffId: a.staff.inactive } }, 400],
  ],
  "POST /api/admin/staff/invite": [
    [{ body: { name: "Rani", email: a.owner.email, role: "sales" } }, 409],
    [{ body: { name: "Rani", email: "rani@x.test", role: "owner" } }, 403, a.tokens.admin],
  ],
  "PUT /api/admin/staff/{id}/status": [
    [{ params: { id: a.staff.invited }, body: { status: "active" } }, 409],
  ],
  ...refusalsOfDesk(a),
  ...refusalsOfCredit(a),
  ...refusalsOfHolds(a),
  ...refusalsOfNumbers(a),
  ...refusalsOfBoard(a),
  ...refusalsOfImports(a),
  ...refusalsOfBulk(a),
});

const PERSONAL = "[personal]";
export type Told = Partial<StoredEvent>;

/** What the event of an operation says of the change; a new operation needs a line. */
export const TOLD: Record<string, (of: Dealership) => Told> = {
  ...TOLD_BY_PIPELINE,
  ...MEDIA_TOLD,
  ...TOLD_NOTIFY,
  "POST /api/admin/cars": (of) => ({
    ...{ action: "car.created", subject_type: "car", before: null },
    after: expect.objectContaining({ brand: "Honda", slug: `new-${of.mark}`, priceIdr: 1.5e8 }),
  }),
  "PATCH /api/admin/cars/{id}": (of) => ({
    ...{ action: "car.updated", subject_type: "car", subject_id: of.cars.changed.id },
    ...{ before: { priceIdr: 100_000_000 }, after: { priceIdr: 1 } },
  }),
  "PUT /api/admin/cars/{id}": (of) => ({
    ...{ action: "car.replaced", subject_type: "car", subject_id: of.cars.replaced.id },
    before: expect.objectContaining({ features: [`Feature ${of.mark}`], year: 2020 }),
    after: expect.objectContaining({ features: [], year: 2018 }),
  }),
  "DELETE /api/admin/cars/{id}": (of) => ({
    ...{ action: "car.deleted", subject_type: "car", subject_id: of.cars.removed.id, after: null },
    before: expect.objectContaining({ slug: of.cars.removed.slug, status: "sold" }),
  }),
  "POST /api/admin/leads": () => ({
    ...{ action: "lead.created", subject_type: "lead", before: null },
    after: { name: PERSONAL, phone: PERSONAL, source: "walk_in", assigneeId: null },
  }),
  "PATCH /api/admin/leads/{id}": (of) => ({
    ...{ action: "lead.updated", subject_type: "lead", subject_id: of.leads.assigned },
    ...{ before: { name: PERSONAL }, after: { name: PERSONAL } },
  }),
  "PUT /api/admin/leads/{id}/assign": (of) => ({
    ...{ action: "lead.assigned", subject_type: "lead", subject_id: of.leads.assigned },
    ...{ before: { assigneeId: of.staff.sales }, after: { assigneeId: of.staff.admin } },
  }),
  "PUT /api/admin/leads/{id}/status": (of) => ({
    ...{ action: "lead.status_changed", subject_type: "lead", subject_id: of.leads.assigned },
    ...{ before: { status: "hot" }, after: { status: "warm" } },
  }),
  "PUT /api/admin/leads/{id}/tags": (of) => ({
    ...{ action: "lead.updated", subject_type: "lead", subject_id: of.leads.assigned },
    ...{ before: { tags: PERSONAL }, after: { tags: PERSONAL } },
  }),
  "POST /api/admin/leads/{id}/notes": (of) => ({
    ...{ action: "lead.noted", subject_type: "lead", subject_id: of.leads.assigned },
    ...{ before: null, after: { noteId: expect.any(String) } },
  }),
  "GET /api/admin/leads/{id}/export": (of) => ({
    ...{ action: "lead.exported", subject_type: "lead", subject_id: of.leads.assigned },
  }),
  "DELETE /api/admin/leads/{id}/personal-data": (of) => ({
    ...{ action: "lead.erased", subject_type: "lead", subject_id: of.leads.free },
    ...{ before: null, after: null },
  }),
  "PUT /api/admin/conversations/{id}/car": (of) => ({
    ...{ action: "conversation.car_set", subject_type: "conversation" },
    ...{ subject_id: of.conversation, after: { carId: of.cars.shown.id } },
  }),
  "POST /api/admin/conversations/{id}/replies": (of) => ({
    ...{ action: "conversation.replied", subject_type: "conversation", before: null },
    ...{ subject_id: of.conversation },
    after: { messageId: expect.any(String), leadId: of.leads.assigned },
  }),
  ...TOLD_OF_SENDING,
  ...TOLD_OF_NUMBERS,
  ...TOLD_OF_BOARD,
  "POST /api/admin/staff/invite": (of) => ({
    ...{ action: "staff.invited", subject_type: "staff", before: null },
    after: { email: `rani@${of.mark}.test`, name: "Rani", role: "sales", phone: null },
  }),
  "DELETE /api/admin/auth/sessions": (of) => ({
    ...{ action: "session.revoked", subject_type: "staff", subject_id: of.changing.endsLogins },
    ...{ before: null, after: { sessionsEnded: 1 } },
  }),
  "DELETE /api/admin/auth/sessions/{id}": (of) => ({
    ...{ action: "session.revoked", subject_type: "session", subject_id: of.ownSession },
  }),
  "PUT /api/admin/auth/password": (of) => ({
    ...{ action: "password.changed", subject_id: of.changing.changesPassword },
  }),
  "POST /api/admin/auth/two-factor/confirm": (of) => ({
    ...{ action: "two_factor.enabled", subject_id: of.changing.confirmsTwoFactor },
  }),
  "POST /api/admin/auth/two-factor/recovery-codes": (of) => ({
    ...{ action: "two_factor.codes_renewed", subject_id: of.changing.renewsCodes },
  }),
  "DELETE /api/admin/auth/two-factor": (of) => ({
    ...{ action: "two_factor.disabled", subject_id: of.changing.endsTwoFactor },
  }),
  "PUT /api/admin/security": () => ({
    ...{ action: "security.changed", subject_type: "security", before: {}, after: {} },
  }),
  "DELETE /api/admin/staff/{id}/two-factor": (of) => ({
    ...{ action: "two_factor.disabled", subject_type: "staff", subject_id: of.staff.inactive },
  }),
  "POST /api/admin/api-keys": () => ({
    ...{ action: "api_key.created", subject_type: "api_key", before: null },
    after: expect.objectContaining({ name: "Website", scopes: ["cars:read"] }),
  }),
  "POST /api/admin/api-keys/{id}/rotate": (of) => ({
    ...{ action: "api_key.rotated", subject_type: "api_key" },
    subject_id: of.spareApiKey,
    after: { expiresAt: expect.any(String), replacedBy: expect.any(String) },
  }),
  "DELETE /api/admin/api-keys/{id}": (of) => ({
    ...{ action: "api_key.revoked", subject_type: "api_key", subject_id: of.spareApiKey },
  }),
  "PUT /api/admin/staff/{id}/role": (of) => ({
    ...{ action: "staff.role_changed", subject_type: "staff", subject_id: of.staff.sales },
    ...{ before: { role: "sales" }, after: { role: "admin" } },
  }),
  "PUT /api/admin/staff/{id}/status": (of) => ({
    ...{ action: "staff.status_changed", subject_type: "staff", subject_id: of.staff.inactive },
    ...{ before: { status: "inactive" }, after: { status: "active" } },
  }),
  ...TOLD_OF_DESK,
  ...TOLD_OF_CREDIT,
  ...TOLD_OF_PHOTOS,
  ...TOLD_OF_STORE,
  ...TOLD_OF_IMPORTS,
  ...TOLD_BY_TALK,
  ...TOLD_OF_SUBSCRIPTIONS,
  ...TOLD_OF_HOLDS,
  ...TOLD_OF_SHEET,
  ...TOLD_OF_BULK,
};
