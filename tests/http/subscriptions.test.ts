/** Who wants to hear of a car is asked first, told once, and never again after STOP. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { newNumber } from "../support/attack-rows.ts";
import { HOUR, setSubscriptionStage } from "../support/subscription-stage.ts";

const stage = await setSubscriptionStage();
afterAll(() => stage.close());
const { dealership: prima, subscriber } = stage;
beforeEach(async () => {
  stage.nextMorning();
  for (const kind of ["admin"] as const) {
    await stage.app.deps.rateLimits[kind].reset(`${prima.tenant.id}:${prima.tenant.owner.id}`);
  }
  await stage.app.deps.attemptLimits.subscription.tenant.reset(prima.tenant.id);
});

const codeIn = (text = "") => /YA (\d{4})/.exec(text)?.[1] ?? "";
const statusOf = async (phone: string) =>
  (await prima.subscriptions(phone)).map(({ status }) => status);
const price_drop = "price_drop" as const;
const back_in_stock = "back_in_stock" as const;

describe("the whole story of a price", () => {
  test("asked, confirmed, told once, and stopped", async () => {
    const car = await prima.addCar({ variant: "1.3 G" });
    const phone = newNumber();
    const answer = await prima.subscribe(car, { kind: price_drop, phone, name: "Siti" });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ data: { kind: "price_drop", car: car.slug } });
    await prima.work();
    const [asked, ...more] = prima.sent(phone);
    expect(more).toEqual([]);
    const code = codeIn(asked);
    expect(asked).toBe(
      `Halo, di situs Prima Motor ada permintaan untuk mengabari nomor ini lewat WhatsApp bila harga 2019 Toyota Avanza 1.3 G turun.\nBalas YA ${code} dalam 48 jam untuk menyetujui. Tanpa balasan, kami tidak mengirim kabar apa pun.\nBalas STOP bila tidak ingin menerima pesan otomatis dari kami.`,
    );

    await prima.change(car, { price: 190_000_000 });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(1);

    await prima.write(phone, ` ya  ${code}! `);
    await prima.work();
    const [, confirmed, told] = prima.sent(phone);
    expect(confirmed).toContain("Siap, Prima Motor akan mengabari Anda bila harga");
    expect(confirmed).toContain(`Balas BERHENTI ${code}`);
    expect(told).toBe(
      `Kabar baik dari Prima Motor: harga 2019 Toyota Avanza 1.3 G turun dari Rp 200.000.000 menjadi Rp 190.000.000.\nBalas BERHENTI ${code} untuk menghentikan kabar ini, atau STOP untuk semua pesan otomatis.`,
    );

    stage.advance(25 * HOUR);
    await prima.change(car, { price: 195_000_000 });
    await prima.change(car, { price: 190_000_000 });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(3);
    await prima.change(car, { price: 180_000_000 });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(4);
    expect(prima.sent(phone)[3]).toContain("dari Rp 190.000.000 menjadi Rp 180.000.000");

    await prima.write(phone, "STOP");
    await prima.work();
    expect(prima.sent(phone)[4]).toContain("tidak akan mengirim pesan otomatis lagi");
    expect(await statusOf(phone)).toEqual(["ended"]);
    stage.advance(25 * HOUR);
    await prima.change(car, { price: 100_000_000 });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(5);

    const [{ lead_id: leadId }] = await prima.subscriptions(phone);
    const { body } = await prima.boss("GET", `/leads/${leadId}/timeline?limit=100`);
    const kinds = body.data.flatMap(
      (entry: { event?: { kind: string } }) => entry.event?.kind ?? [],
    );
    expect(kinds.reverse()).toEqual(
      expect.arrayContaining(["created", "subscription_requested", "subscribed", "opted_out"]),
    );
    expect((await prima.boss("GET", `/leads/${leadId}`)).body.data).toMatchObject({
      ...{ name: "Siti", phone, source: "website" },
    });
  });

  test("a fall too small is no news, until it adds up", async () => {
    const car = await prima.addCar({ price: 200_000_000 });
    const phone = await subscriber(car, price_drop);
    await prima.change(car, { price: 199_600_000 });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(2);
    await prima.change(car, { price: 199_500_000 });
    await prima.work();
    expect(prima.sent(phone)[2]).toContain("dari Rp 200.000.000 menjadi Rp 199.500.000");
  });

  test("no second notice within a day; what fell meanwhile is told after it", async () => {
    const car = await prima.addCar();
    const phone = await subscriber(car, price_drop);
    await prima.change(car, { price: 190_000_000 });
    await prima.work();
    await prima.change(car, { price: 180_000_000 });
    await prima.change(car, { price: 170_000_000 });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(3);
    const later = await prima.jobs("notifySubscribers");
    expect(later.map(({ run_at }) => run_at)).toEqual([
      new Date(stage.now().getTime() + 24 * HOUR),
    ]);
    stage.advance(24 * HOUR);
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(4);
    expect(prima.sent(phone)[3]).toContain("dari Rp 190.000.000 menjadi Rp 170.000.000");
  });

  test("nobody is told at night, and a price that is back by the morning is no news", async () => {
    const [car, other] = [await prima.addCar(), await prima.addCar()];
    const phone = await subscriber(car, price_drop);
    const another = await subscriber(other, price_drop);
    // 22:00 in Jakarta.
    stage.advance(12 * HOUR);
    await prima.change(car, { price: 150_000_000 });
    await prima.change(other, { price: 150_000_000 });
    await prima.work();
    await prima.change(other, { price: 200_000_000 });
    expect(prima.sent(phone)).toHaveLength(2);
    stage.advance(10 * HOUR);
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(3);
    expect(prima.sent(another)).toHaveLength(2);
  });
});

describe("a car that was gone", () => {
  test("is told to be there again, once", async () => {
    const car = await prima.addCar({ model: "Rush" });
    await prima.change(car, { status: "booking" });
    const phone = await subscriber(car, back_in_stock);
    await prima.change(car, { status: "available" });
    await prima.work();
    expect(prima.sent(phone)[2]).toContain(
      "2019 Toyota Rush tersedia lagi, harganya Rp 200.000.000",
    );
    expect(await statusOf(phone)).toEqual(["ended"]);
    await prima.change(car, { status: "booking" });
    await prima.change(car, { status: "available" });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(3);
  });

  test("is made good for by another of its brand and model, even after it is deleted", async () => {
    const car = await prima.addCar({ model: "Yaris", status: "sold" });
    const older = await prima.addCar({ model: "Yaris", status: "sold" });
    stage.advance(HOUR);
    const phone = await subscriber(car, back_in_stock);
    const { version } = (await prima.boss("GET", `/cars/${car.id}`)).body.data;
    await prima.boss("DELETE", `/cars/${car.id}?version=${version}`);
    await stage.owner.query("UPDATE cars SET status = 'available' WHERE id = $1", [older.id]);
    await prima.addCar({ model: "Vios" });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(2);
    stage.advance(HOUR);
    await prima.addCar({ brand: "TOYOTA", model: "yaris", year: 2021, price: 250_000_000 });
    await prima.work();
    expect(prima.sent(phone)[2]).toContain("ada 2021 TOYOTA yaris, harganya Rp 250.000.000");
    expect(prima.sent(phone)[2]).toContain("Modelnya sama dengan 2019 Toyota Yaris");
  });

  test("cannot be subscribed to in the wrong state, nor where WhatsApp is not set up", async () => {
    const [there, sold] = [await prima.addCar(), await prima.addCar({ status: "sold" })];
    const draft = await prima.addCar({ status: "draft" });
    const codeOf = async (car: { slug: string }, kind: "price_drop" | "back_in_stock") => {
      const response = await prima.subscribe(car, { kind, phone: newNumber() });
      return [response.status, ((await response.json()) as { code?: string }).code];
    };
    expect(await codeOf(there, back_in_stock)).toEqual([409, "CAR_AVAILABLE"]);
    expect(await codeOf(sold, price_drop)).toEqual([409, "CAR_SOLD"]);
    expect(await codeOf(draft, price_drop)).toEqual([404, "NOT_FOUND"]);
    expect(await codeOf({ slug: "tidak-ada" }, price_drop)).toEqual([404, "NOT_FOUND"]);
    const mute = await stage.addDealership();
    const car = await mute.addCar();
    await mute.rows("UPDATE whatsapp_devices SET gateway_token_sealed = NULL WHERE tenant_id = $1");
    const response = await mute.subscribe(car, { kind: price_drop, phone: newNumber() });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: "SUBSCRIPTIONS_NOT_OFFERED" });
  });
});

describe("a number that somebody typed in", () => {
  test("is asked once a day, however often and for whatever car, and told nothing", async () => {
    const cars = [await prima.addCar(), await prima.addCar()];
    const phone = newNumber();
    for (const car of [...cars, ...cars]) {
      const response = await prima.subscribe(car, { kind: price_drop, phone });
      expect(response.status).toBe(202);
    }
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(1);
    const [lead] = await prima.rows(
      "SELECT * FROM leads WHERE tenant_id = $1 AND phone = $2",
      phone,
    );
    expect(lead).toMatchObject({ awaiting_since: null, first_inbound_at: null, status: "new" });
    for (const car of cars) await prima.change(car, { price: 1_000_000 });
    stage.advance(24 * HOUR + 1);
    await prima.subscribe(cars[0] ?? { slug: "" }, { kind: price_drop, phone });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(2);
  });

  test("has ten open subscriptions at the most", async () => {
    const phone = newNumber();
    for (let n = 0; n < 12; n += 1) {
      const response = await prima.subscribe(await prima.addCar(), { kind: price_drop, phone });
      expect(response.status).toBe(202);
    }
    expect(await prima.subscriptions(phone)).toHaveLength(10);
  });

  test("is answered alike whether it is known, opted out, subscribed or new", async () => {
    const car = await prima.addCar();
    const confirmed = await subscriber(car, price_drop);
    const silent = newNumber();
    await prima.write(silent, "Halo");
    await prima.write(silent, "berhenti");
    await prima.work();
    const before = prima.sent(silent).length;
    const answers = await Promise.all(
      [confirmed, silent, newNumber()].map(async (phone) => {
        const response = await prima.subscribe(car, { kind: price_drop, phone });
        return [response.status, await response.json()];
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await prima.work();
    expect(prima.sent(silent)).toHaveLength(before);
    expect(await prima.subscriptions(silent)).toEqual([]);
    expect(prima.sent(confirmed)).toHaveLength(2);
  });

  test("leaves a closed lead closed, and its name out of what is sent", async () => {
    const phone = newNumber();
    const made = await prima.boss("POST", "/leads", { name: "Budi", phone, source: "phone" });
    const path = `/leads/${made.body.data.id}`;
    await prima.boss("PUT", `${path}/status`, { status: "hot" });
    await prima.boss("PUT", `${path}/status`, { status: "lost", reason: "Sudah beli" });
    const name = "Menang hadiah https://jahat.test";
    await prima.subscribe(await prima.addCar(), { kind: price_drop, phone, name });
    await prima.work();
    expect((await prima.boss("GET", path)).body.data).toMatchObject({
      ...{ status: "lost", name: "Budi" },
    });
    expect(prima.sent(phone).join()).not.toContain("jahat");
  });

  test("is limited by the visitor's address", async () => {
    const car = await prima.addCar();
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1) {
      const wish = { kind: price_drop, phone: newNumber() };
      statuses.push((await prima.subscribe(car, wish, { client: "10.99.1.2" })).status);
    }
    expect(statuses).toEqual([...Array(10).fill(202), 429]);
  });

  test("must come with consent, in the fields that are known", async () => {
    const car = await prima.addCar();
    const wish = { kind: price_drop, phone: newNumber() };
    const fieldsOf = async (more: Record<string, unknown>) => {
      const response = await prima.subscribe(car, { ...wish, ...more });
      const { errors } = (await response.json()) as { errors: { path: string }[] };
      return [response.status, ...errors.map(({ path }) => path)];
    };
    expect(await fieldsOf({ consent: false })).toEqual([400, "consent"]);
    expect(await fieldsOf({ phone: "12" })).toEqual([400, "phone"]);
    expect(await fieldsOf({ kind: "weekly" })).toEqual([400, "kind"]);
    expect(await fieldsOf({ tenantId: "x" })).toEqual([400, "tenantId"]);
  });
});

describe("a reply", () => {
  test("in any spelling confirms what its code names, and of two nothing without one", async () => {
    const cars = [await prima.addCar(), await prima.addCar()];
    const phone = await subscriber(await prima.addCar(), price_drop);
    stage.advance(25 * HOUR);
    for (const car of cars) await prima.subscribe(car, { kind: price_drop, phone });
    await prima.work();
    const [one = "", two = ""] = prima.sent(phone).slice(2).map(codeIn);
    await prima.write(phone, "ya");
    await prima.write(phone, "YA 9x99");
    await prima.write(phone, `ya ${one} dong`);
    expect(await statusOf(phone)).toEqual(["confirmed", "pending", "pending"]);
    await prima.write(phone, `YA${two}`);
    expect(await statusOf(phone)).toEqual(["confirmed", "pending", "confirmed"]);
    await prima.write(phone, `*Ya*, ${one.slice(0, 2)} ${one.slice(2)}.`);
    expect(await statusOf(phone)).toEqual(["confirmed", "confirmed", "confirmed"]);
    await prima.write(phone, `Berhenti ${one}`);
    await prima.work();
    expect(await statusOf(phone)).toEqual(["confirmed", "ended", "confirmed"]);
    expect(prima.sent(phone).at(-1)).toContain("tidak akan mengirim kabar tentang");
  });

  test("brings the question about what waits behind the first", async () => {
    const cars = [await prima.addCar(), await prima.addCar({ model: "Sienta" })];
    const phone = newNumber();
    for (const car of cars) await prima.subscribe(car, { kind: price_drop, phone });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(1);
    await prima.write(phone, "ya");
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(3);
    expect(prima.sent(phone)[2]).toContain("Sienta");
    expect(await statusOf(phone)).toEqual(["confirmed", "pending"]);
  });

  test("after 48 hours, or from another number, confirms nothing", async () => {
    const car = await prima.addCar();
    const [late, other] = [newNumber(), newNumber()];
    for (const phone of [late, other]) await prima.subscribe(car, { kind: price_drop, phone });
    await prima.work();
    await prima.write(newNumber(), `YA ${codeIn(prima.sent(other)[0])}`);
    expect(await statusOf(other)).toEqual(["pending"]);
    stage.advance(48 * HOUR);
    await prima.write(late, `YA ${codeIn(prima.sent(late)[0])}`);
    expect(await statusOf(late)).not.toContain("confirmed");
    await prima.work();
    expect(await statusOf(late)).toEqual([]);
  });

  test("is not greeted besides, and a copy of it changes nothing", async () => {
    await prima.rows(
      `INSERT INTO inbox_settings (tenant_id, settings) VALUES ($1, '{"greeting": {"isOn": true, "text": "Halo"}}')`,
    );
    const phone = await subscriber(await prima.addCar(), price_drop);
    await prima.write(phone, "ya");
    await prima.work();
    const reasons = await prima.rows(
      `SELECT automatic FROM messages m JOIN car_subscriptions s ON s.tenant_id = m.tenant_id
         AND s.lead_id = m.lead_id
       WHERE m.tenant_id = $1 AND s.phone = $2 AND automatic IS NOT NULL ORDER BY m.id`,
      phone,
    );
    expect(reasons.slice(0, 2).map(({ automatic }) => automatic)).toEqual([
      ...["subscription_request", "subscribed"],
    ]);
    await prima.rows("DELETE FROM inbox_settings WHERE tenant_id = $1");
  });
});

test("two dealerships know nothing of each other's subscribers", async () => {
  const sentosa = await stage.addDealership("Sentosa Motor");
  const [own, other] = [await prima.addCar(), await sentosa.addCar()];
  const phone = newNumber();
  await prima.subscribe(own, { kind: price_drop, phone });
  await sentosa.subscribe(other, { kind: price_drop, phone });
  for (const one of [prima, sentosa]) await one.work();
  const codes = [prima, sentosa].map((one) => codeIn(one.sent(phone)[0]));
  if (codes[0] !== codes[1]) {
    await sentosa.write(phone, `YA ${codes[0]}`);
    expect((await sentosa.subscriptions(phone))[0]?.status).toBe("pending");
  }
  await prima.write(phone, `YA ${codes[0]}`);
  expect((await sentosa.subscriptions(phone))[0]?.status).toBe("pending");
  for (const [at, car] of [
    [prima, own],
    [sentosa, other],
  ] as const) {
    await at.change(car, { price: 100_000_000 });
    await at.work();
  }
  expect(prima.sent(phone).at(-1)).toContain("Rp 100.000.000");
  expect(sentosa.sent(phone)).toHaveLength(1);
});
