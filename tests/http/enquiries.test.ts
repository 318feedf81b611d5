import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { type Call, callAs, findLeads } from "../support/call-as.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

let now = new Date();
const app = createTestApp({ clock: () => now });
afterAll(() => app.close());

let tenant: TestTenant;
let owner: Call;
let authorization: string;

beforeAll(async () => {
  tenant = await createTestTenant(app);
  const staff = await logIn(app, tenant, tenant.owner);
  authorization = `Bearer ${staff.token}`;
  owner = callAs(app, tenant, staff);
});

let people = 0;
/** A phone number that nobody else here has. */
function newPhone(): string {
  people += 1;
  return `0812${10_000_000 + people}`;
}

async function enquire(body: unknown, at = tenant) {
  const response = await app.send(at.host, "/api/leads", {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await json(response) };
}

async function newCar(fields: object) {
  const car = {
    brand: "Toyota",
    model: "Avanza",
    variant: "1.3 G",
    year: 2019,
    price: 155_000_000,
  };
  const { status, body } = await owner("POST", "/cars", { ...car, ...fields });
  expect(status).toBe(201);
  return body.data;
}

async function removeCar({ id, version }: { id: string; version: number }) {
  const headers = { Authorization: authorization, "If-Match": `"${version}"` };
  const response = await app.send(tenant.host, `/api/admin/cars/${id}`, {
    method: "DELETE",
    headers,
  });
  expect(response.status).toBe(204);
}

describe("an enquiry", () => {
  test("makes a lead that keeps all that was said", async () => {
    const car = await newCar({ status: "available" });
    const phone = newPhone();
    const answer = await enquire({
      name: " Rina Wijaya ",
      phone,
      message: "Masih ada kak? 😀",
      kind: "credit",
      car: car.slug,
      downPaymentIdr: 40_000_000,
      tenorMonths: 36,
      preferredAt: "2026-12-01T10:00:00+07:00",
    });
    expect(answer.status).toBe(201);
    expect(answer.body.data).toEqual({
      id: expect.any(String),
      kind: "credit",
      receivedAt: expect.any(String),
    });
    const [lead] = await findLeads(owner, phone);
    expect(lead).toMatchObject({
      name: "Rina Wijaya",
      phone: `+62${phone.slice(1)}`,
      source: "website",
      status: "new",
      assignee: null,
      messages: [],
      enquiries: [
        {
          id: answer.body.data.id,
          kind: "credit",
          carId: car.id,
          carTitle: "2019 Toyota Avanza 1.3 G",
          message: "Masih ada kak? 😀",
          downPaymentIdr: 40_000_000,
          tenorMonths: 36,
          offerIdr: null,
          preferredAt: "2026-12-01T03:00:00.000Z",
        },
      ],
    });
    expect(lead.firstInboundAt).toBe(lead.createdAt);
  });

  test("of the same person, however the number is written, is the same lead's", async () => {
    const phone = newPhone();
    const spellings = [
      phone,
      `62${phone.slice(1)}`,
      `+62 ${phone.slice(1, 4)}-${phone.slice(4)}`,
      phone.slice(1),
    ];
    for (const [index, spelling] of spellings.entries()) {
      const said = {
        name: `Name ${index}`,
        phone: spelling,
        kind: "question",
        message: `${index}`,
      };
      expect((await enquire(said)).status).toBe(201);
    }
    const leads = await findLeads(owner, phone);
    expect(leads).toHaveLength(1);
    expect(leads[0].name).toBe("Name 0");
    expect(leads[0].enquiries.map((one: { message: string }) => one.message)).toEqual([
      "0",
      "1",
      "2",
      "3",
    ]);
  });

  test("answers the same whether or not the person is known", async () => {
    const phone = newPhone();
    const first = await enquire({ name: "A", phone, kind: "question", message: "1" });
    const second = await enquire({ name: "B", phone, kind: "question", message: "2" });
    expect(second.status).toBe(first.status);
    expect(Object.keys(second.body.data)).toEqual(Object.keys(first.body.data));
  });

  test("of 50 first ones at once makes one lead and loses none", async () => {
    const phone = newPhone();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        enquire({ name: "Crowd", phone, kind: "question", message: `question ${index}` }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    const leads = await findLeads(owner, phone);
    expect(leads).toHaveLength(1);
    expect(leads[0].enquiries).toHaveLength(50);
  });

  test("sent twice within ten minutes is kept once", async () => {
    const phone = newPhone();
    const enquiry = { name: "Double", phone, kind: "cash_offer", offerIdr: 150_000_000 };
    const clicks = await Promise.all([enquire(enquiry), enquire(enquiry), enquire(enquiry)]);
    expect(new Set(clicks.map((click) => click.body.data.id)).size).toBe(1);

    const other = await enquire({ ...enquiry, offerIdr: 155_000_000 });
    now = new Date(now.getTime() + 9 * 60_000);
    const again = await enquire(enquiry);
    now = new Date(now.getTime() + 2 * 60_000);
    const later = await enquire(enquiry);
    expect(again.body.data.id).toBe(clicks[0]?.body.data.id);
    const [lead] = await findLeads(owner, phone);
    expect(lead.enquiries.map((one: { id: string }) => one.id)).toEqual([
      again.body.data.id,
      other.body.data.id,
      later.body.data.id,
    ]);
  });

  test("re-opens a lead that was lost and keeps who looks after it", async () => {
    const phone = newPhone();
    await enquire({ name: "Back", phone, kind: "question", message: "1" });
    const [{ id }] = await findLeads(owner, phone);
    await owner("PUT", `/leads/${id}/assign`, { staffId: tenant.owner.id });
    await owner("PUT", `/leads/${id}/status`, { status: "hot" });
    await owner("PUT", `/leads/${id}/status`, { status: "lost", reason: "Beli di tempat lain" });
    now = new Date(now.getTime() + 60_000);
    await enquire({ name: "Back", phone, kind: "question", message: "2" });
    const lead = (await owner("GET", `/leads/${id}`)).body.data;
    expect(lead).toMatchObject({
      status: "new",
      lostReason: null,
      reopenedAt: now.toISOString(),
      lastActivityAt: now.toISOString(),
      assignee: { id: tenant.owner.id },
    });
    expect(lead.firstInboundAt).not.toBe(now.toISOString());
  });

  test("leaves a lead that is being looked after in its status", async () => {
    const phone = newPhone();
    await enquire({ name: "Warm", phone, kind: "question", message: "1" });
    const [{ id }] = await findLeads(owner, phone);
    await owner("PUT", `/leads/${id}/status`, { status: "warm" });
    await enquire({ name: "Warm", phone, kind: "question", message: "2" });
    expect((await owner("GET", `/leads/${id}`)).body.data).toMatchObject({
      status: "warm",
      reopenedAt: null,
    });
  });
});

describe("the car of an enquiry", () => {
  const about = (car: string, phone = newPhone()) =>
    enquire({ name: "C", phone, kind: "question", car });

  test("may be sold, or named by a former slug", async () => {
    const car = await newCar({ status: "available" });
    const renamed = await owner("PATCH", `/cars/${car.id}`, {
      slug: `${car.slug}-baru`,
      version: car.version,
    });
    expect(renamed.status).toBe(200);
    expect((await about(car.slug)).status).toBe(201);
    await owner("PATCH", `/cars/${car.id}`, {
      status: "sold",
      version: renamed.body.data.version,
    });
    expect((await about(`${car.slug}-baru`)).status).toBe(201);
  });

  test("is kept as it was written when it is a draft, another dealership's or none", async () => {
    const draft = await newCar({ status: "draft" });
    const elsewhere = await createTestTenant(app);
    const theirs = callAs(app, elsewhere, await logIn(app, elsewhere, elsewhere.owner));
    const car = { brand: "Honda", model: "Jazz", year: 2018, price: 1, status: "available" };
    const { body } = await theirs("POST", "/cars", car);
    const phone = newPhone();
    const slugs = [draft.slug, body.data.slug, "no-such-car"];
    for (const slug of slugs) {
      const answer = await about(slug, phone);
      expect(answer.status).toBe(201);
      expect(Object.keys(answer.body.data)).toEqual(["id", "kind", "receivedAt"]);
    }
    const [lead] = await findLeads(owner, phone);
    expect(lead.enquiries).toMatchObject(slugs.map((carTitle) => ({ carId: null, carTitle })));
  });

  test.each(["' OR 1=1 --", "%", "\u0000", "Toyota Avanza", "-", "c".repeat(101)])(
    "is refused when it is no slug: %p",
    async (slug) => {
      const answer = await about(slug);
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].path).toBe("car");
    },
  );

  test("may be withdrawn or deleted while the page is open", async () => {
    const car = await newCar({ status: "available" });
    const phone = newPhone();
    const draft = { status: "draft", version: car.version };
    const withdrawn = await owner("PATCH", `/cars/${car.id}`, draft);
    expect((await about(car.slug, phone)).status).toBe(201);
    now = new Date(now.getTime() + 11 * 60_000);
    await removeCar(withdrawn.body.data);
    expect((await about(car.slug, phone)).status).toBe(201);
    const [lead] = await findLeads(owner, phone);
    const kept = { carId: null, carTitle: car.slug };
    expect(lead.enquiries).toMatchObject([kept, kept]);
  });

  test("may be deleted while many ask about it, and none of them is lost", async () => {
    for (let round = 0; round < 5; round += 1) {
      const car = await newCar({ status: "available" });
      const phones = Array.from({ length: 30 }, newPhone);
      const asked = phones.map((phone) => about(car.slug, phone));
      await Promise.race(asked);
      const [answers] = await Promise.all([Promise.all(asked), removeCar(car)]);
      expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
      const leads = await Promise.all(phones.map((phone) => findLeads(owner, phone)));
      const kept = leads.map(([lead]) => lead.enquiries);
      expect(kept).toMatchObject(phones.map(() => [{ carId: null }]));
      for (const [{ carTitle }] of kept) {
        expect(["2019 Toyota Avanza 1.3 G", car.slug]).toContain(carTitle);
      }
    }
  });

  test("is kept by name when the car is deleted", async () => {
    const car = await newCar({ status: "available", variant: "1.5 Veloz" });
    const phone = newPhone();
    await enquire({ name: "D", phone, kind: "question", car: car.slug });
    await removeCar(car);
    const [lead] = await findLeads(owner, phone);
    expect(lead.enquiries).toMatchObject([
      { carId: null, carTitle: "2019 Toyota Avanza 1.5 Veloz" },
    ]);
  });
});

describe("an enquiry is refused, field by field,", () => {
  const good = { name: "E", phone: "0812-3456-7890", kind: "question" };
  test.each([
    ["name", { name: "" }],
    ["name", { name: undefined }],
    ["name", { name: "n".repeat(10_000) }],
    ["name", { name: "a\u0000b" }],
    ["name", { name: 7 }],
    ["phone", { phone: undefined }],
    ["phone", { phone: "12345" }],
    ["phone", { phone: "0".repeat(10_000) }],
    ["phone", { phone: 6281234567890 }],
    ["kind", { kind: undefined }],
    ["kind", { kind: "theft" }],
    ["message", { message: "m".repeat(10_000) }],
    ["message", { message: "\u0000" }],
    ["message", { message: { $ne: 1 } }],
    ["car", { car: "" }],
    ["car", { car: "c".repeat(10_000) }],
    ["downPaymentIdr", { downPaymentIdr: -1 }],
    ["downPaymentIdr", { downPaymentIdr: 1.5 }],
    ["offerIdr", { offerIdr: 1e300 }],
    ["offerIdr", { offerIdr: "150000000" }],
    ["tenorMonths", { tenorMonths: 0 }],
    ["tenorMonths", { tenorMonths: 99_999_999_999 }],
    ["preferredAt", { preferredAt: "besok" }],
    ["preferredAt", { preferredAt: "0000-01-01T00:00:00Z" }],
    ["preferredAt", { preferredAt: "2026-02-30T00:00:00Z" }],
    ["tradeIn", { tradeIn: "t".repeat(10_000) }],
    ["status", { status: "closed" }],
    ["assigneeId", { assigneeId: "x" }],
  ])("%s", async (path, change) => {
    const { status, body } = await enquire({ ...good, ...change });
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test.each(["", "{", "[]", "null", '"text"', "7", '{"name":'])("body %p", async (body) => {
    expect((await enquire(body)).status).toBe(400);
  });

  test("when it is no JSON", async () => {
    const response = await app.send(tenant.host, "/api/leads", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "name=E&phone=081234567890&kind=question",
    });
    expect(response.status).toBe(415);
  });

  test("when the dealership is suspended", async () => {
    const closed = await createTestTenant(app);
    await setTenantStatus(app.ownerUrl, closed.slug, "suspended");
    const { status, body } = await enquire(good, closed);
    expect(status).toBe(403);
    expect(body.code).toBe("TENANT_SUSPENDED");
  });
});
