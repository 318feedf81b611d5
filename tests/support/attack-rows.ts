import { createHash } from "node:crypto";
import type pg from "pg";
import { originalKey, renditionKey } from "../../src/domain/photos/picture-key.ts";
import { renditionLink } from "../../src/domain/photos/picture-link.ts";
import type { Role } from "../../src/domain/staff/permissions.ts";
import { hashToken, newToken } from "../../src/infra/secrets.ts";
import { addBoard } from "./attack-board.ts";
import { addBulk } from "./attack-bulk.ts";
import { addHolds } from "./attack-holds.ts";
import { addImports } from "./attack-imports.ts";
import { addInbox } from "./attack-inbox.ts";
import { addChanging, addLogins } from "./attack-logins.ts";
import { addUploads } from "./attack-uploads.ts";
import type { TestApp } from "./test-app.ts";
import { createTestDevice, type TestTenant } from "./test-tenant.ts";

/** Of a password that nobody knows. */
export const UNKNOWN_PASSWORD = Bun.password.hashSync(crypto.randomUUID(), {
  ...{ algorithm: "argon2id", memoryCost: 8, timeCost: 1 },
});

export type Insert = (table: string, row: Record<string, unknown>) => Promise<string>;

export const inserter =
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

export const newNumber = () => `+62811${digits(8)}`;

/** Puts something into every tenant table. A new table needs a row here. */
export async function fill(app: TestApp, owner: pg.Client, tenant: TestTenant, mark: string) {
  const device = await createTestDevice(app, tenant, undefined, `Gateway ${mark}`);
  const insert = inserter(owner, tenant.id);
  const filling = { mark, insert, tenant };
  const { staff, invitationToken } = await addStaff(filling);
  const login = await addLogins(app, filling, staff, invitationToken);
  const changing = await addChanging(app, filling);
  await insert("login_failures", {
    account_hash: hashToken(mark),
    failures: 3,
    window_started_at: new Date(),
  });
  const stock = await addStock(filling, staff.admin);
  const pictures = await addPictures(app, filling, stock.cars);
  const uploads = await addUploads(app, filling, stock.cars.shown.id);
  const imports = await addImports(app, filling, staff.owner);
  const leads = await addLeads(filling, staff, stock.cars.shown.id, device.id);
  await addHolds(filling, { staff, leads: leads.leads, cars: stock.cars });
  const board = await addBoard(filling, { staff, cars: stock.cars });
  const bulk = await addBulk(filling, staff.admin, stock.cars.shown.id);
  const inbox = await addInbox(filling, {
    ...{ staff, deviceId: device.id, carId: stock.cars.shown.id },
    ...{ leads: leads.leads, messageId: leads.message, conversation: leads.conversation },
  });
  return {
    staff,
    invitationToken,
    ...login,
    ...changing,
    webhookToken: device.token,
    ...stock,
    ...pictures,
    ...uploads,
    ...imports,
    ...leads,
    ...inbox,
    ...board,
    ...bulk,
  };
}

export interface Filling {
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
      password_hash: status === "invited" ? null : UNKNOWN_PASSWORD,
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
      invited: await add("sales", "invited"),
    },
  };
}

async function addStock({ mark, insert }: Filling, adminId: string) {
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
    free: await add("free", "available"),
    held: await add("held", "booking"),
    released: await add("released", "booking"),
    offered: await add("offered", "available"),
    sold: await add("sold", "sold"),
    reopened: await add("reopened", "sold"),
  };
  await insert("car_slugs", { slug: formerSlug, car_id: cars.shown.id });
  await insert("car_photos", {
    car_id: cars.shown.id,
    position: 0,
    url: `/photo-${mark}.svg`,
    is_primary: true,
  });
  const addCost = (kind: string) =>
    insert("car_costs", {
      ...{ car_id: cars.shown.id, kind, amount_idr: 1_000_000, note: `Cost ${mark}` },
      ...{ spent_on: "2026-11-01", created_by_id: adminId },
    });
  const costs = { kept: await addCost("repair"), removed: await addCost("tax") };
  return { cars, vin, displayCode, formerSlug, costs };
}

/** The smallest PNG. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A photo whose picture is ready, and one that waits for another. */
async function addPictures(
  { deps }: TestApp,
  { mark, insert, tenant }: Filling,
  cars: Record<"shown" | "draft", { id: string }>,
) {
  const carId = cars.shown.id;
  const about = { content_type: "image/png", bytes: 9, width: 40, height: 30 };
  const add = (name: string, more: Record<string, unknown> = {}) =>
    insert("pictures", {
      ...{ ...about, sha256: createHash("sha256").update(`${name} ${mark}`).digest("hex") },
      ...{ placeholder: `data:${name}-${mark}`, ...more },
    });
  const content = new TextEncoder().encode(`Picture ${mark}`);
  const renditions = JSON.stringify([{ width: 320, format: "webp", bytes: content.length }]);
  const ready = await add("ready", { status: "ready", renditions });
  await deps.objects.put(renditionKey(tenant.id, ready, 320, "webp"), content, "image/webp");
  const sha256 = createHash("sha256").update(`ready ${mark}`).digest("hex");
  await deps.objects.put(originalKey(tenant.id, ready), PIXEL, "image/png");
  const name = renditionLink({ sha256, rotation: 0, width: 320, format: "webp" });
  const url = `/second-${mark}.webp`;
  const photo = await insert("car_photos", { car_id: carId, position: 1, url, picture_id: ready });
  await insert("photo_uploads", { car_id: carId, picture_id: await add("waiting") });
  const removedPhoto = await insert("car_photos", {
    ...{ car_id: cars.draft.id, position: 0, url: `/removed-${mark}.webp`, is_primary: true },
  });
  return { picture: name.slice("/photos/".length), photo, removedPhoto };
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
    person: phone,
    last_message_at: new Date(),
  });
  const message = await insert("messages", {
    ...{ conversation_id, lead_id: assigned, author_id: staff.sales },
    ...{ direction: "outbound", kind: "text", body: `Message ${mark}`, identity: `id ${mark}` },
    ...{ sent_at: new Date(), status: "recorded" },
  });
  const leads = { assigned, free };
  return {
    ...{ phone, otherPhone, newPhone: newNumber(), leads, message },
    conversation: conversation_id,
  };
}
