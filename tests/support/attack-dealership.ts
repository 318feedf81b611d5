import type pg from "pg";
import { USUAL_RULES } from "../../src/domain/credit/usual-rules.ts";
import { mediaKey } from "../../src/domain/media/media-key.ts";
import type { Role } from "../../src/domain/staff/permissions.ts";
import { createMediaLinks } from "../../src/infra/media-links.ts";
import { hashToken } from "../../src/infra/secrets.ts";
import type { Changing } from "./attack-logins.ts";
import { fill, type Insert, inserter, newNumber, UNKNOWN_PASSWORD } from "./attack-rows.ts";
import { json } from "./json.ts";
import type { TestApp } from "./test-app.ts";
import { createTestTenant, type TestTenant } from "./test-tenant.ts";

/** A dealership with something in every table, all of it recognisable as its own. */
export interface Dealership extends TestTenant {
  /** Occurs in its texts and in nobody else's. */
  mark: string;
  /** Access tokens, good at its host. */
  tokens: Record<Role | "inactive" | "invited" | "twin" | Changing, string>;
  staff: Record<Role | "inactive" | "invited", string>;
  cars: Record<
    | "shown"
    | "changed"
    | "replaced"
    | "removed"
    | "draft"
    | "free"
    | "held"
    | "released"
    | "offered"
    | "sold"
    | "reopened",
    { id: string; slug: string }
  >;
  formerSlug: string;
  /** Changes of a car of their own each: one that waits, and one that was made. */
  bulk: Record<"planned" | "made", { id: string; carId: string }>;
  /** Of cars.shown. */
  costs: Record<"kept" | "removed", string>;
  /** Saved, of the owner. */
  filters: Record<"kept" | "removed", string>;
  imports: Record<"last" | "dry" | "waiting", string>;
  /** The id of how some files of stock are read. */
  columns: string;
  /** The name of a rendition of a photo of cars.shown. */
  picture: string;
  /** Its id. */
  photo: string;
  /** Of photos of cars.shown: one whose file has come, and the token of its address. */
  upload: string;
  uploadToken: string;
  /** Of cars.draft. */
  removedPhoto: string;
  vin: string;
  displayCode: string;
  leads: Record<"assigned" | "free", string>;
  conversation: string;
  /** Of the gateway's, that could not be worked in. */
  event: string;
  /** Of its calendar. */
  period: string;
  /** Of the inbox. */
  cannedReply: string;
  shownReply: string;
  merge: string;
  /** Of leads.assigned and cars.shown. */
  subscription: string;
  /** Tasks on leads.assigned: one open, one done, one open that may go. */
  task: string;
  doneTask: string;
  spareTask: string;
  device: string;
  /** Ids. */
  media: string;
  message: string;
  unsentMessages: Record<"scheduled" | "failed" | "doubtful", string>;
  /** A lead without a conversation. */
  reachable: string;
  spareLead: string;
  /** Of its leads. */
  phone: string;
  otherPhone: string;
  /** Nobody's yet. */
  newPhone: string;
  refreshToken: string;
  resetToken: string;
  /** Ids. */
  session: string;
  changing: Record<Changing, string>;
  /** Of endsOneLogin. */
  ownSession: string;
  /** What staff who change their logins know. */
  changingPassword: string;
  code(): string;
  /** Of takesSecondStep. */
  challenge: string;
  apiKey: string;
  /** Not among `keys`. */
  spareApiKey: string;
  /** API keys whole; `full` has every scope, `bare` none. */
  keys: Record<"full" | "bare" | "revoked" | "expired", string>;
  invitationToken: string;
  webhookToken: string;
  /** Of a message of its lead `assigned`; lost. */
  /** The token of a link to a file of its own. */
  mediaToken: string;
  /** Of its credit rules, and of nobody else's. */
  creditVersion: number;
  /** Second pages of its lists. */
  cursors: Record<"cars" | "stock" | "leads", string>;
}

/** A car of this slug is in every dealership's stock. */
export const TWIN_SLUG = "twin-2021";
/** The id of a car, a lead and a member of staff in every dealership. */
export const TWIN_ID = "11111111-1111-4111-8111-111111111111";

const newMark = () => `m${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`;

/** Opens a dealership and fills every tenant table for it. */
export async function openDealership(app: TestApp, owner: pg.Client): Promise<Dealership> {
  const mark = newMark();
  const domains = [`${mark}.test`];
  const tenant = await createTestTenant(app, { domains, address: `Jalan ${mark}` });
  const filled = await fill(app, owner, tenant, mark);
  const insert = inserter(owner, tenant.id);
  await insert("security_settings", { two_factor_roles: [] });
  const creditVersion = 2 + Math.floor(Math.random() * 1e6);
  await insert("credit_rules", { rules: USUAL_RULES, version: creditVersion });
  await insert("stock_values", {
    ...{ day: "2026-11-01", cars: 3, value_idr: creditVersion * 100, cost_idr: creditVersion * 90 },
  });
  await addTwins(insert, mark);
  const sign = (staffId: string) => signIn(app, owner, tenant.id, staffId);
  const tokens = Object.fromEntries(
    await Promise.all(
      Object.entries({ ...filled.staff, ...filled.changing, twin: TWIN_ID }).map(
        async ([name, id]) => [name, await sign(id)],
      ),
    ),
  );
  const nextPage = async (path: string) => {
    const headers = { Authorization: `Bearer ${tokens.owner}` };
    const page = await json(await app.send(tenant.host, `/api/${path}?limit=1`, { headers }));
    return page.meta.nextCursor;
  };
  const cursors = {
    cars: await nextPage("cars"),
    stock: await nextPage("admin/cars"),
    leads: await nextPage("admin/leads"),
  };
  const mediaToken = await addFile(app, insert, tenant.id, mark);
  return { ...tenant, ...filled, mark, tokens, cursors, mediaToken, creditVersion };
}

/** A file that is kept, and the token of a link to it. */
async function addFile({ deps }: TestApp, insert: Insert, tenantId: string, mark: string) {
  const id = crypto.randomUUID();
  const content = new TextEncoder().encode(`File ${mark}`);
  const storage_key = mediaKey(tenantId, id);
  await deps.objects.put(storage_key, content, "text/plain");
  await insert("media_files", {
    ...{ id, status: "stored", storage_key, content_type: "text/plain", bytes: content.length },
    filename: `File ${mark}.txt`,
  });
  // Good for as long as the longest of suites.
  const later = () => new Date(Date.now() + 3_600_000);
  return (await createMediaLinks(deps.keys.signing, later).sign(tenantId, id)).token;
}

/** An access token of a login of its own. */
async function signIn(app: TestApp, owner: pg.Client, tenantId: string, staffId: string) {
  const sessionId = await inserter(owner, tenantId)("sessions", {
    ...{ staff_id: staffId, device: "Attack/1.0", ip: "192.0.2.1", expires_at: "2100-01-01" },
  });
  return app.deps.accessTokens.sign({ staffId, tenantId, sessionId });
}

async function addTwins(insert: Insert, mark: string) {
  const id = TWIN_ID;
  await insert("cars", {
    ...{ id, display_code: "TWIN", slug: TWIN_SLUG, year: 2021, status: "available" },
    ...{ brand: `Brand ${mark}`, model: "Twin", price_idr: 1 },
  });
  await insert("leads", { id, name: `Twin ${mark}`, phone: newNumber(), source: "phone" });
  await insert("staff", {
    ...{ id, name: `Twin ${mark}`, email: `twin@${mark}.test`, password_hash: UNKNOWN_PASSWORD },
    ...{ role: "owner", status: "active" },
  });
  await insert("api_keys", {
    ...{ id, name: `Twin ${mark}`, prefix: "twin", key_hash: hashToken(mark) },
    ...{ scopes: [], requests_per_minute: 1 },
  });
}

/** Gives a dealership as much again. */
export const enlarge = (app: TestApp, owner: pg.Client, dealership: Dealership) =>
  fill(app, owner, dealership, newMark());
