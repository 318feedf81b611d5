/** One case for every operation of the API; a route without one fails the suite. */
import type { Dealership } from "../support/attack-dealership.ts";
import type { Changing } from "../support/attack-logins.ts";
import type { Ask } from "../support/attack-operations.ts";
import { BOARD } from "./route-cases-board.ts";
import { BULK } from "./route-cases-bulk.ts";
import { CREDIT } from "./route-cases-credit.ts";
import { DESK_CASES } from "./route-cases-desk.ts";
import { FEEDS } from "./route-cases-feeds.ts";
import { HOLD_CASES } from "./route-cases-holds.ts";
import { IMPORTS } from "./route-cases-imports.ts";
import { LIVE } from "./route-cases-live.ts";
import { MEDIA } from "./route-cases-media.ts";
import { NOTIFY } from "./route-cases-notify.ts";
import { NUMBERS } from "./route-cases-numbers.ts";
import { PHOTOS } from "./route-cases-photos.ts";
import { EVENT_ROUTES, WEBHOOK_ROUTES } from "./route-cases-pipeline.ts";
import { SEARCH } from "./route-cases-search.ts";
import { SENDING } from "./route-cases-send.ts";
import { SHEET } from "./route-cases-sheet.ts";
import { STORE } from "./route-cases-store.ts";
import { SUBSCRIPTION_CASES } from "./route-cases-subscriptions.ts";
import { SURFACE } from "./route-cases-surface.ts";
import { TALK } from "./route-cases-talk.ts";

/** A request, and the status that gives nothing away. */
export type Probe = [ask: Ask, status: number];

export interface RouteCase {
  /** A well-formed request that names things of this dealership, and that it grants itself. */
  ask(of: Dealership): Ask;
  /** Who asks, the owner unless told otherwise. */
  by?: Changing;
  /** The status of the other's request at the own host; 404 unless told otherwise. */
  foreign?: number;
  /** More requests at the own host that carry something of the other. */
  smuggled?(own: Dealership, other: Dealership): Probe[];
  /** Tables of the own tenant that a refused request may write to. */
  writes?: string[];
  /** Reading it is written down, so that it is not answered alike twice. */
  leavesTraces?: true;
  /** Answers alike at every host. */
  needsNoTenant?: true;
  /** Its path names nothing of a dealership: a number that each of them has. */
  namesNothing?: true;
}

const nothing: Ask = {};
const inPath =
  (id: (of: Dealership) => string) =>
  (of: Dealership): Ask => ({ params: { id: id(of) } });

const CAR = { brand: "Honda", model: "Jazz", year: 2018, price: 150_000_000 };
const ENQUIRY = { name: "Budi", phone: "0813-1111-2222", kind: "question" };
const IF_FIRST = { "If-Match": '"1"' };

const PUBLIC: Record<string, RouteCase> = {
  "GET /health": { ask: () => nothing, foreign: 200, needsNoTenant: true },
  "GET /openapi.json": { ask: () => nothing, foreign: 200, needsNoTenant: true },
  "GET /.well-known/jwks.json": { ask: () => nothing, foreign: 200, needsNoTenant: true },
  "GET /docs": { ask: () => nothing, foreign: 200, needsNoTenant: true },
  "GET /demo/pictures/{name}": {
    ask: () => ({ params: { name: "suv-putih-side.svg" } }),
    foreign: 200,
    needsNoTenant: true,
  },
  "GET /api/site": { ask: () => nothing, foreign: 200 },
  "GET /api/cars": {
    ask: (of) => ({ query: { q: of.mark } }),
    foreign: 200,
    smuggled: (_, other) => [
      [{ query: { brand: `Brand ${other.mark}` } }, 200],
      [{ query: { cursor: other.cursors.cars } }, 200],
    ],
  },
  "GET /api/cars/{slug}": {
    ask: (of) => ({ params: { slug: of.cars.shown.slug } }),
    smuggled: (_, other) => [
      [{ params: { slug: other.formerSlug } }, 404],
      [{ params: { slug: other.cars.draft.slug } }, 404],
    ],
  },
  "POST /api/leads": {
    ask: (of) => ({ body: { ...ENQUIRY, car: of.cars.shown.slug } }),
    foreign: 201,
    smuggled: (own, other) => [
      [{ body: { ...ENQUIRY, phone: other.phone, car: other.formerSlug } }, 201],
      [{ body: { ...ENQUIRY, phone: other.phone, car: own.formerSlug } }, 201],
    ],
  },
  "GET /account/invitation": { ask: () => nothing, foreign: 200 },
  "GET /account/password-reset": { ask: () => nothing, foreign: 200 },
  ...WEBHOOK_ROUTES,
};

const LOGIN: Record<string, RouteCase> = {
  "POST /api/admin/auth/login": {
    ask: ({ owner: { email, password } }) => ({ body: { email, password } }),
    foreign: 401,
    writes: ["login_failures"],
  },
  "POST /api/admin/auth/refresh": {
    ask: ({ refreshToken }) => ({ body: { refreshToken } }),
    foreign: 401,
  },
  "POST /api/admin/auth/logout": {
    ask: ({ refreshToken }) => ({ body: { refreshToken } }),
    foreign: 204,
  },
  "POST /api/admin/auth/accept-invitation": {
    ask: ({ invitationToken: token }) => ({ body: { token, password: "a long password" } }),
  },
  "POST /api/admin/auth/forgot-password": {
    ask: ({ owner: { email } }) => ({ body: { email } }),
    foreign: 202,
  },
  "POST /api/admin/auth/reset-password": {
    ask: ({ resetToken: token }) => ({ body: { token, password: "a long password" } }),
  },
  "POST /api/admin/auth/verify": { ask: () => nothing, foreign: 200 },
  "GET /api/admin/auth/me": { ask: () => nothing, foreign: 200 },
  "GET /api/admin/auth/sessions": { ask: () => nothing, foreign: 200 },
  "DELETE /api/admin/auth/sessions": { ask: () => nothing, by: "endsLogins", foreign: 204 },
  "DELETE /api/admin/auth/sessions/{id}": {
    ask: inPath((of) => of.ownSession),
    by: "endsOneLogin",
  },
  "PUT /api/admin/auth/password": {
    ask: ({ changingPassword: currentPassword, mark }) => ({
      body: { currentPassword, newPassword: `Next of ${mark}` },
    }),
    ...{ by: "changesPassword", foreign: 403, writes: ["login_failures"] },
  },
};

const TWO_FACTOR: Record<string, RouteCase> = {
  "POST /api/admin/auth/login/two-factor": {
    ask: ({ challenge, code }) => ({ body: { challenge, code: code() } }),
    foreign: 401,
  },
  "POST /api/admin/auth/two-factor": {
    ask: ({ changingPassword: currentPassword }) => ({ body: { currentPassword } }),
    ...{ by: "startsTwoFactor", foreign: 403, writes: ["login_failures"] },
  },
  "POST /api/admin/auth/two-factor/confirm": {
    ask: ({ code }) => ({ body: { code: code() } }),
    ...{ by: "confirmsTwoFactor", foreign: 403, writes: ["login_failures"] },
  },
  "POST /api/admin/auth/two-factor/recovery-codes": {
    ask: ({ code }) => ({ body: { code: code() } }),
    ...{ by: "renewsCodes", foreign: 403, writes: ["login_failures"] },
  },
  "DELETE /api/admin/auth/two-factor": {
    ask: ({ changingPassword: currentPassword, code }) => ({
      body: { currentPassword, code: code() },
    }),
    ...{ by: "endsTwoFactor", foreign: 403, writes: ["login_failures"] },
  },
  "GET /api/admin/security": { ask: () => nothing, foreign: 200 },
  "PUT /api/admin/security": { ask: () => ({ body: { twoFactorRoles: [] } }), foreign: 200 },
  "DELETE /api/admin/staff/{id}/two-factor": { ask: inPath((of) => of.staff.inactive) },
};

const STOCK: Record<string, RouteCase> = {
  "GET /api/admin/cars": {
    ask: (of) => ({ query: { q: of.mark } }),
    foreign: 200,
    smuggled: (_, other) => [[{ query: { cursor: other.cursors.stock } }, 200]],
  },
  "GET /api/admin/cars/{id}": { ask: inPath((of) => of.cars.shown.id) },
  "POST /api/admin/cars": {
    // What is unique within a dealership is free in another one: a conflict would tell of it.
    ask: ({ mark }) => ({ body: { ...CAR, slug: `new-${mark}`, displayCode: `NEW ${mark}` } }),
    foreign: 201,
    smuggled: (_, { cars, vin, displayCode }) => [
      [{ body: { ...CAR, slug: cars.shown.slug, vin, displayCode } }, 201],
    ],
  },
  "PATCH /api/admin/cars/{id}": {
    ask: (of) => ({ params: { id: of.cars.changed.id }, headers: IF_FIRST, body: { price: 1 } }),
  },
  "PUT /api/admin/cars/{id}": {
    ask: (of) => ({ params: { id: of.cars.replaced.id }, headers: IF_FIRST, body: CAR }),
  },
  "DELETE /api/admin/cars/{id}": {
    ask: (of) => ({ params: { id: of.cars.removed.id }, headers: { "If-Match": '"1"' } }),
  },
};

const STAFF: Record<string, RouteCase> = {
  "GET /api/admin/staff": { ask: () => nothing, foreign: 200 },
  "POST /api/admin/staff/invite": {
    ask: ({ mark }) => ({ body: { name: "Rani", email: `rani@${mark}.test`, role: "sales" } }),
    foreign: 201,
    smuggled: (_, { owner }) => [
      [{ body: { name: "Rani", email: owner.email, role: "sales" } }, 201],
    ],
  },
  "PUT /api/admin/staff/{id}/role": {
    ask: (of) => ({ params: { id: of.staff.sales }, body: { role: "admin" } }),
  },
  "PUT /api/admin/staff/{id}/status": {
    ask: (of) => ({ params: { id: of.staff.inactive }, body: { status: "active" } }),
  },
};

const API_KEYS: Record<string, RouteCase> = {
  "GET /api/admin/api-keys": {
    ask: () => nothing,
    foreign: 200,
    smuggled: (_, other) => [[{ query: { cursor: other.apiKey } }, 200]],
  },
  "POST /api/admin/api-keys": {
    ask: () => ({ body: { name: "Website", scopes: ["cars:read"] } }),
    foreign: 201,
  },
  "POST /api/admin/api-keys/{id}/rotate": {
    ask: (of) => ({ params: { id: of.spareApiKey }, body: { overlapHours: 1 } }),
  },
  "DELETE /api/admin/api-keys/{id}": { ask: inPath((of) => of.spareApiKey) },
};

const lead = inPath((of) => of.leads.assigned);

const LEADS: Record<string, RouteCase> = {
  "GET /api/admin/leads": {
    ask: (of) => ({ query: { q: of.mark } }),
    foreign: 200,
    smuggled: (_, other) => [
      [{ query: { assignee: other.staff.sales } }, 200],
      [{ query: { tag: `tag ${other.mark}` } }, 200],
      [{ query: { q: other.phone } }, 200],
      [{ query: { cursor: other.cursors.leads } }, 200],
    ],
  },
  "GET /api/admin/leads/stats": { ask: () => nothing, foreign: 200 },
  "GET /api/admin/leads/{id}": {
    ask: lead,
    smuggled: (own, other) => [
      [{ ...lead(own), query: { messagesBefore: other.cursors.leads } }, 200],
    ],
  },
  "POST /api/admin/leads": {
    ask: ({ newPhone: phone }) => ({ body: { name: "Citra", phone, source: "walk_in" } }),
    foreign: 201,
    smuggled: (_, { otherPhone: phone }) => [
      [{ body: { name: "Citra", phone, source: "phone" } }, 201],
    ],
  },
  "PATCH /api/admin/leads/{id}": { ask: (of) => ({ ...lead(of), body: { name: "Dewi" } }) },
  "PUT /api/admin/leads/{id}/assign": {
    ask: (of) => ({ ...lead(of), body: { staffId: of.staff.admin } }),
    smuggled: (own, other) => [
      [{ ...lead(own), body: { staffId: other.staff.sales } }, 400],
      [{ ...lead(other), body: { staffId: own.staff.sales } }, 404],
    ],
  },
  "PUT /api/admin/leads/{id}/status": { ask: (of) => ({ ...lead(of), body: { status: "warm" } }) },
  "PUT /api/admin/leads/{id}/tags": { ask: (of) => ({ ...lead(of), body: { tags: ["cash"] } }) },
  "POST /api/admin/leads/{id}/notes": {
    ask: (of) => ({ ...lead(of), body: { body: "Datang besok" } }),
  },
  "GET /api/admin/leads/{id}/export": { ask: lead, leavesTraces: true },
  "DELETE /api/admin/leads/{id}/personal-data": { ask: inPath((of) => of.leads.free) },
  "PUT /api/admin/conversations/{id}/car": {
    ask: (of) => ({ params: { id: of.conversation }, body: { carId: of.cars.shown.id } }),
    smuggled: (own, other) => [
      [{ params: { id: own.conversation }, body: { carId: other.cars.shown.id } }, 400],
    ],
  },
  "POST /api/admin/conversations/{id}/replies": {
    ask: (of) => ({ params: { id: of.conversation }, body: { body: "Masih ada, kak" } }),
  },
};

const AUDIT: Record<string, RouteCase> = {
  "GET /api/admin/audit-events": {
    ask: (of) => ({ query: { actorId: of.staff.owner } }),
    foreign: 200,
    smuggled: (_, other) => [
      [{ query: { subjectId: other.cars.shown.id } }, 200],
      [{ query: { cursor: other.cursors.leads } }, 200],
    ],
  },
};

export const ROUTE_CASES: Record<string, RouteCase> = {
  ...PUBLIC,
  ...FEEDS,
  ...SEARCH,
  ...LOGIN,
  ...TWO_FACTOR,
  ...STOCK,
  ...CREDIT,
  ...NUMBERS,
  ...BOARD,
  ...BULK,
  ...STAFF,
  ...API_KEYS,
  ...LEADS,
  ...LIVE,
  ...SENDING,
  ...AUDIT,
  ...EVENT_ROUTES,
  ...MEDIA,
  ...PHOTOS,
  ...STORE,
  ...IMPORTS,
  ...DESK_CASES,
  ...TALK,
  ...NOTIFY,
  ...SURFACE,
  ...SUBSCRIPTION_CASES,
  ...HOLD_CASES,
  ...SHEET,
};
