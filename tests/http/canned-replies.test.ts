/** Canned replies: kept by those who may, and filled with what is true at the moment. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { findTenant, NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import { carCard } from "../../src/domain/conversations/car-card.ts";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { type LeadRows, leadRows } from "../support/lead-rows.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

const now = new Date("2026-11-20T02:00:00Z");
const app = createTestApp({ clock: () => now });
const owner = await connect(app.ownerUrl);
afterAll(async () => {
  await owner.end();
  await app.close();
});

let tenant: TestTenant;
let boss: Call;
let sales: Call;
let salesId: string;
let rows: LeadRows;
let host: string;
beforeAll(async () => {
  host = `${crypto.randomUUID()}.test`;
  tenant = await createTestTenant(app, { domains: [host], name: "Prima Motor" });
  boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  const seller = await createTestStaff(app, tenant, "sales");
  salesId = seller.id;
  sales = callAs(app, tenant, seller);
  rows = await leadRows(app, owner, tenant);
});
beforeEach(() => app.deps.rateLimits.admin.reset(`${tenant.id}:${tenant.owner.id}`));

let replies = 0;
async function newReply(body: string): Promise<string> {
  replies += 1;
  const { status, body: answer } = await boss("POST", "/canned-replies", {
    name: `Balasan ${replies}`,
    body,
  });
  expect(status).toBe(201);
  return answer.data.id;
}

let cars = 0;
async function newCar(fields: object = {}): Promise<{ id: string; slug: string }> {
  cars += 1;
  const car = {
    ...{ brand: "Toyota", model: "Avanza", variant: `G${cars}`, year: 2019, price: 150_000_000 },
    ...{ status: "available", mileage: 45_000, transmission: "manual" },
  };
  const { body } = await boss("POST", "/cars", { ...car, ...fields });
  return body.data;
}

const preview = async (id: string, subject: object, call = boss) => {
  const { status, body } = await call("POST", `/canned-replies/${id}/preview`, subject);
  return status === 200 ? body.data.text : [status, body.code];
};

describe("the list", () => {
  test("is kept by those who manage the inbox and read by all", async () => {
    const id = await newReply("Alamat kami di Jalan Sudirman");
    const changed = await boss("PATCH", `/canned-replies/${id}`, { name: "Alamat" });
    expect(changed.body.data).toMatchObject({
      id,
      name: "Alamat",
      body: "Alamat kami di Jalan Sudirman",
    });
    const { body } = await sales("GET", "/canned-replies");
    expect(body.data).toContainEqual(changed.body.data);
    expect((await sales("POST", "/canned-replies", { name: "x", body: "x" })).status).toBe(403);
    expect((await boss("DELETE", `/canned-replies/${id}`)).status).toBe(204);
    expect((await boss("DELETE", `/canned-replies/${id}`)).status).toBe(404);
  });

  test("has each name once, also for ten at once and by a change", async () => {
    const same = { name: "Sama", body: "x" };
    const made = await Promise.all(
      Array.from({ length: 10 }, () => boss("POST", "/canned-replies", same)),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    const other = await newReply("y");
    const renamed = await boss("PATCH", `/canned-replies/${other}`, { name: "Sama" });
    expect([renamed.status, renamed.body.code]).toEqual([409, "CANNED_REPLY_EXISTS"]);
  });

  test("holds 200, also when several are added at once", async () => {
    const full = await createTestTenant(app);
    const call = callAs(app, full, await logIn(app, full, full.owner));
    await owner.query(
      "INSERT INTO canned_replies (tenant_id, name, body) SELECT $1, 'n' || n, 'x' FROM generate_series(1, 198) n",
      [full.id],
    );
    const more = Array.from({ length: 5 }, (_, n) =>
      call("POST", "/canned-replies", { name: `m${n}`, body: "x" }),
    );
    const answers = await Promise.all(more);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409]);
    expect((await call("GET", "/canned-replies")).body.data.length).toBe(200);
  });

  test.each([
    ["name", { name: "" }],
    ["name", { name: "dua\nbaris" }],
    ["name", { name: "n".repeat(81) }],
    ["body", { body: "" }],
    ["body", { body: "b".repeat(4_001) }],
    ["body", { body: "Halo {{nama}}" }],
    ["body", { body: "{{car}}".repeat(21) }],
  ])("refuses one for its %s", async (path, change) => {
    const { status, body } = await boss("POST", "/canned-replies", {
      name: "Sapa",
      body: "Halo",
      ...change,
    });
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });
});

describe("a preview", () => {
  test("has the values of the moment", async () => {
    const id = await newReply("{{name}}|{{dealership}}|{{salesperson}}|{{car}}|{{price}}|{{link}}");
    const car = await newCar();
    const { id: leadId, phone } = await rows.lead({ name: "Budi", assignee_id: salesId });
    const conversationId = await rows.conversation(leadId, phone);
    await owner.query("UPDATE conversations SET car_id = $1 WHERE id = $2", [
      car.id,
      conversationId,
    ]);
    const said = (price: string) =>
      `Budi|Prima Motor|Somebody in sales|2019 Toyota Avanza G${cars}|${price}|https://${host}/cars/${car.slug}`;
    expect(await preview(id, { conversationId })).toBe(said("Rp 150.000.000"));
    await owner.query("UPDATE cars SET price_idr = 145000000 WHERE id = $1", [car.id]);
    expect(await preview(id, { leadId }, sales)).toBe(said("Rp 145.000.000"));
  });

  test("speaks of the car that is named, and reads well without one", async () => {
    const id = await newReply("Halo {{name}}, {{car}}: {{price}}");
    const { id: leadId } = await rows.lead({ name: null });
    const { id: carId } = await newCar({ price: 99_000_000 });
    expect(await preview(id, { leadId, carId })).toBe(
      `Halo Kak, 2019 Toyota Avanza G${cars}: Rp 99.000.000`,
    );
    expect(await preview(id, { leadId })).toBe("Halo Kak, mobil tersebut: harga terbaru dari kami");
  });

  test("is refused for what one may not know of, and a car that is not on offer", async () => {
    const id = await newReply("Halo");
    const { id: leadId, phone } = await rows.lead({ assignee_id: tenant.owner.id });
    const conversationId = await rows.conversation(leadId, phone);
    expect(await preview(id, { leadId }, sales)).toEqual([404, "NOT_FOUND"]);
    expect(await preview(id, { conversationId }, sales)).toEqual([404, "NOT_FOUND"]);
    expect(await preview(id, { leadId, carId: crypto.randomUUID() })).toEqual([404, "NOT_FOUND"]);
    const draft = await newCar({ status: "draft" });
    expect(await preview(id, { leadId, carId: draft.id })).toEqual([409, "CAR_NOT_LISTED"]);
    const sold = await newCar();
    await owner.query("UPDATE cars SET status = 'sold', sold_at = now() WHERE id = $1", [sold.id]);
    expect(await preview(id, { leadId, carId: sold.id })).toEqual([409, "CAR_SOLD"]);
    expect(await preview(id, {})).toEqual([400, "INVALID_INPUT"]);
    expect(await preview(id, { leadId, conversationId })).toEqual([400, "INVALID_INPUT"]);
  });
});

describe("a car card", () => {
  const card = async (carId: string) => {
    const record = await findTenant(app.deps.database, { slug: tenant.slug });
    if (!record) throw new Error("it is there");
    const context = { actor: { kind: "job" }, origin: NO_ORIGIN, now, log: app.deps.log } as const;
    return withTenant(app.deps.database, { ...context, tenant: record }, (scope) =>
      carCard(scope, carId),
    );
  };

  test("has the price and the first photo of the moment", async () => {
    const photos = [
      { url: "https://files.test/a.jpg" },
      { url: "https://files.test/b.jpg", primary: true },
    ];
    const car = await newCar({ photos });
    expect(await card(car.id)).toEqual({
      text: `*2019 Toyota Avanza G${cars}*\nHarga: Rp 150.000.000\nTahun: 2019\nKilometer: 45.000 km\nTransmisi: Manual\nhttps://${host}/cars/${car.slug}`,
      photoUrl: "https://files.test/b.jpg",
    });
    await owner.query(
      "UPDATE cars SET price_idr = 1000000, mileage_km = NULL, status = 'booking' WHERE id = $1",
      [car.id],
    );
    await owner.query(
      "UPDATE car_photos SET url = '/photos/b.jpg' WHERE car_id = $1 AND is_primary",
      [car.id],
    );
    const later = await card(car.id);
    expect(later.text).toStartWith(
      `*2019 Toyota Avanza G${cars}* (sudah dipesan)\nHarga: Rp 1.000.000\nTahun: 2019\nTransmisi`,
    );
    expect(later.photoUrl).toBe(`https://${host}/photos/b.jpg`);
  });
});
