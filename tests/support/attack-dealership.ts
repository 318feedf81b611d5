import type pg from "pg";
import type { Role } from "../../src/domain/staff/permissions.ts";
import { hashToken, newToken } from "../../src/infra/secrets.ts";
import { json } from "./json.ts";
import type { TestApp } from "./test-app.ts";
import { createTestDevice, createTestTenant, type TestTenant } from "./test-tenant.ts";

/** A dealership with something in every table, all of it recognisable as its own. */
export interface Dealership extends TestTenant {
  /** Occurs in its texts and in nobody else's. */
  mark: string;
  /** Access tokens, good at its host. */
  tokens: Record<Role | "inactive" | "invited" | "twin", string>;
  staff: Record<Role | "inactive" | "invited", string>;
  cars: Record<
    "shown" | "changed" | "replaced" | "removed" | "draft",
    { id: string; slug: string }
  >;
  formerSlug: string;
  vin: string;
  displayCode: string;
  leads: Record<"assigned" | "free", string>;
  /** Of its leads. */
  phone: string;
  otherPhone: string;
  /** Nobody's yet. */
  newPhone: string;
  refreshToken: string;
  invitationToken: string;
  webhookToken: string;
  /** Second pages of its lists. */
  cursors: Record<"cars" | "stock" | "leads", string>;
}

/** A car of this slug is in every dealership's stock. */
export const TWIN_SLUG = "twin-2021";
/** The id of a car, a lead and a member of staff in every dealership. */
export const TWIN_ID = "11111111-1111-4111-8111-111111111111";

type Insert = (table: string, row: Record<string, unknown>) => Promise<string>;

const inserter =
  (owner: pg.Client, tenantId: string): Insert =>
  async (table, given) => {
    const row = { tenant_id: tenantId, ...given };
    const columns = Object.keys(row);
    const { rows } = await owner.query<{ id?: string }>(
      `INSERT INTO ${table} (${columns}) VALUES (${columns.map((_, n) => `$${n + 1}`)}) RETURNING *`,
      Object.values(row),
    );
    return rows[0]?.id ?? "";
  };

const digits = (length: number) =>
  Array.from({ length }, () => Math.floor(Math.random() * 10)).join("");

const newMark = () => `m${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`;

const newNumber = () => `+62811${digits(8)}`;

/** Opens a dealership and fills every tenant table for it. */
export async function openDealership(app: TestApp, owner: pg.Client): Promise<Dealership> {
  const mark = newMark();
  const domains = [`${mark}.test`];
  const tenant = await createTestTenant(app, { domains, address: `Jalan ${mark}` });
  const filled = await fill(app, owner, tenant, mark);
  await addTwins(inserter(owner, tenant.id), mark);
  const sign = (id: string) => app.deps.accessTokens.sign(id, tenant.id);
  const tokens = Object.fromEntries(
    await Promise.all(
      Object.entries({ ...filled.staff, twin: TWIN_ID }).map(async ([name, id]) => [
        name,
        await sign(id),
      ]),
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
  return { ...tenant, ...filled, mark, tokens, cursors };
}

async function addTwins(insert: Insert, mark: string) {
  const id = TWIN_ID;
  await insert("cars", {
    ...{ id, display_code: "TWIN", slug: TWIN_SLUG, year: 2021, status: "available" },
    ...{ brand: `Brand ${mark}`, model: "Twin", price_idr: 1 },
  });
  await insert("leads", { id, name: `Twin ${mark}`, phone: newNumber(), source: "phone" });
  await insert("staff", {
    ...{ id, name: `Twin ${mark}`, email: `twin@${mark}.test`, password_hash: "no hash" },
    ...{ role: "owner", status: "active" },
  });
}

/** Gives a dealership as much again. */
export const enlarge = (app: TestApp, owner: pg.Client, dealership: Dealership) =>
  fill(app, owner, dealership, newMark());

/** Puts something into every tenant table. A new table needs a row here. */
async function fill(app: TestApp, owner: pg.Client, tenant: TestTenant, mark: string) {
  const device = await createTestDevice(app, tenant);
  const insert = inserter(owner, tenant.id);
  const filling = { mark, insert, tenant };
  const { staff, invitationToken } = await addStaff(filling);
  const refreshToken = newToken();
  await insert("refresh_tokens", {
    staff_id: staff.owner,
    family_id: crypto.randomUUID(),
    token_hash: hashToken(refreshToken),
    expires_at: "2100-01-01",
  });
  await insert("login_failures", {
    account_hash: hashToken(mark),
    failures: 3,
    window_started_at: new Date(),
  });
  const stock = await addStock(filling);
  const leads = await addLeads(filling, staff, stock.cars.shown.id, device.id);
  return { staff, invitationToken, refreshToken, webhookToken: device.token, ...stock, ...leads };
}

interface Filling {
  mark: string;
  insert: Insert;
  tenant: TestTenant;
}

async function addStaff({ mark, insert, tenant }: Filling) {
  const invitationToken = newToken();
  const add = (role: Role, status: string, more = {}) =>
    insert("staff", {
      email: `${role}-${status}@${mark}.test`,
      name: `${role} ${status} ${mark}`,
      phone: newNumber(),
      password_hash: status === "invited" ? null : "no hash",
      ...{ role, status },
      ...more,
    });
  return {
    invitationToken,
    staff: {
      owner: tenant.owner.id,
      admin: await add("admin", "active"),
      sales: await add("sales", "active"),
      inactive: await add("admin", "inactive"),
      invited: await add("sales", "invited", {
        invitation_hash: hashToken(invitationToken),
        invitation_expires_at: "2100-01-01",
      }),
    },
  };
}

async function addStock({ mark, insert }: Filling) {
  const vin = `VIN${digits(10)}`;
  const displayCode = `CODE-${mark}`;
  const formerSlug = `former-${mark}`;
  const add = async (name: string, status: string, more = {}) => {
    const slug = `${name}-${mark}`;
    const id = await insert("cars", {
      display_code: `${name}-${mark}`,
      brand: `Brand ${mark}`,
      model: `Model ${mark}`,
      variant: name,
      year: 2020,
      price_idr: 100_000_000,
      cost_idr: 90_000_000,
      features: [`Feature ${mark}`],
      description: `Description ${mark}`,
      ...{ slug, status },
      ...more,
    });
    return { id, slug };
  };
  const cars = {
    shown: await add("shown", "available", { vin, display_code: displayCode }),
    changed: await add("changed", "available"),
    replaced: await add("replaced", "booking"),
    removed: await add("removed", "sold"),
    draft: await add("draft", "draft"),
  };
  await insert("car_slugs", { slug: formerSlug, car_id: cars.shown.id });
  await insert("car_photos", {
    car_id: cars.shown.id,
    position: 0,
    url: `/photo-${mark}.svg`,
    is_primary: true,
  });
  return { cars, vin, displayCode, formerSlug };
}

async function addLeads(
  { mark, insert }: Filling,
  staff: Record<Role, string>,
  carId: string,
  deviceId: string,
) {
  const phone = newNumber();
  const otherPhone = newNumber();
  const add = (more: Record<string, unknown>) =>
    insert("leads", {
      name: `Lead ${mark}`,
      email: `lead@${mark}.test`,
      source: "website",
      tags: [`tag ${mark}`],
      ...more,
    });
  const assigned = await add({ phone, assignee_id: staff.sales, status: "hot" });
  const free = await add({ phone: otherPhone, whatsapp_lid: `${mark}@lid` });
  await insert("enquiries", {
    lead_id: assigned,
    car_id: carId,
    car_title: `Title ${mark}`,
    kind: "question",
    message: `Question ${mark}`,
  });
  await insert("lead_notes", { lead_id: assigned, author_id: staff.admin, body: `Note ${mark}` });
  const conversation_id = await insert("conversations", {
    lead_id: assigned,
    device_id: deviceId,
    last_message_at: new Date(),
  });
  await insert("messages", {
    ...{ conversation_id, lead_id: assigned, author_id: staff.sales },
    ...{ direction: "outbound", kind: "text", body: `Message ${mark}`, identity: `id ${mark}` },
    sent_at: new Date(),
  });
  return { phone, otherPhone, newPhone: newNumber(), leads: { assigned, free } };
}
