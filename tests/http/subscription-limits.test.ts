/** Whom strangers can have the dealership write to, how often, and before whom. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { connect } from "../support/attack-database.ts";
import { newNumber } from "../support/attack-rows.ts";
import { eventually } from "../support/eventually.ts";
import { HOUR, setSubscriptionStage } from "../support/subscription-stage.ts";

const stage = await setSubscriptionStage();
afterAll(() => stage.close());
const { app, owner, dealership: prima, subscriber } = stage;
beforeEach(async () => {
  stage.nextMorning();
  await app.deps.rateLimits.admin.reset(`${prima.tenant.id}:${prima.tenant.owner.id}`);
  await app.deps.attemptLimits.subscription.tenant.reset(prima.tenant.id);
});

const kind = "price_drop" as const;
const conversationOf = async (phone: string): Promise<string> =>
  (
    await prima.rows("SELECT id FROM conversations WHERE tenant_id = $1 AND person = $2", phone)
  ).map(({ id }) => id)[0];
const statusOf = async (phone: string) =>
  (await prima.subscriptions(phone)).map(({ status }) => status);

describe("a number that confirmed before", () => {
  test("is asked about one car once a day, and its time to confirm grows by no repeat", async () => {
    const phone = await subscriber(await prima.addCar(), kind);
    stage.advance(25 * HOUR);
    const car = await prima.addCar();
    await prima.subscribe(car, { kind, phone });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(3);
    const before = await prima.subscriptions(phone);
    for (const _ of [1, 2, 3, 4]) {
      stage.advance(HOUR);
      expect((await prima.subscribe(car, { kind, phone })).status).toBe(202);
    }
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(3);
    expect(await prima.subscriptions(phone)).toEqual(before);
    stage.advance(21 * HOUR);
    await prima.subscribe(car, { kind, phone });
    await prima.work();
    expect(prima.sent(phone)).toHaveLength(4);
  });
});

test("a number that is tried too often is answered like any other, and nothing is kept", async () => {
  const [car, other] = [await prima.addCar(), await prima.addCar()];
  const phone = newNumber();
  const { requests } = app.deps.attemptLimits.subscription.account;
  for (let n = 0; n < requests; n += 1) await prima.subscribe(car, { kind, phone });
  const [flooded, fresh] = [
    await prima.subscribe(other, { kind, phone }),
    await prima.subscribe(other, { kind, phone: newNumber() }),
  ];
  expect([flooded.status, await flooded.json()]).toEqual([fresh.status, await fresh.json()]);
  expect(flooded.headers.get("RateLimit")).toBe(fresh.headers.get("RateLimit"));
  expect(await prima.subscriptions(phone)).toHaveLength(1);
  const nowhere = await prima.subscribe({ slug: "tidak-ada" }, { kind, phone });
  expect(nowhere.status).toBe(404);
});

test("of numbers that never wrote, fifty a day are asked", async () => {
  const sentosa = await stage.addDealership("Sentosa Motor");
  const car = await sentosa.addCar();
  const wrote = newNumber();
  await sentosa.write(wrote, "Halo");
  const phones = Array.from({ length: 51 }, newNumber);
  for (const phone of phones) {
    expect((await sentosa.subscribe(car, { kind, phone })).status).toBe(202);
  }
  const isAsked = async (phone: string) =>
    (await sentosa.subscriptions(phone)).map(({ asked_at }) => asked_at !== null);
  const asked = await Promise.all(phones.map(isAsked));
  expect(asked).toEqual([...Array(50).fill([true]), [false]]);
  await sentosa.subscribe(car, { kind, phone: wrote });
  expect(await isAsked(wrote)).toEqual([true]);

  stage.advance(60_000);
  const [answering = "", last = ""] = [phones[0], phones[50]];
  await sentosa.write(answering, "STOP");
  await sentosa.subscribe(car, { kind, phone: last });
  expect(await isAsked(last)).toEqual([false]);
  stage.advance(25 * HOUR);
  await sentosa.subscribe(car, { kind, phone: last });
  expect(await isAsked(last)).toEqual([true]);
});

test("staff's replies go out before requests and news that wait", async () => {
  const car = await prima.addCar();
  const known = await subscriber(car, kind);
  const asked = newNumber();
  await prima.subscribe(car, { kind, phone: asked });
  stage.advance(HOUR);
  const path = `/conversations/${await conversationOf(known)}/messages`;
  expect((await prima.boss("POST", path, { body: "Masih ada, Pak." })).status).toBe(201);
  const from = stage.gateway.accepted.length;
  await prima.work();
  const sent = stage.gateway.accepted.slice(from).map(({ target }) => target);
  expect(sent).toEqual([known.slice(1), asked.slice(1)]);
});

test("a bare ya answers the request only where nothing was said after it", async () => {
  const phone = newNumber();
  await prima.subscribe(await prima.addCar(), { kind, phone });
  await prima.work();
  stage.advance(60_000);
  const path = `/conversations/${await conversationOf(phone)}/messages`;
  expect((await prima.boss("POST", path, { body: "Jadi datang besok?" })).status).toBe(201);
  await prima.work();
  await prima.write(phone, "ya");
  expect(await statusOf(phone)).toEqual(["pending"]);
  const [{ code }] = await prima.subscriptions(phone);
  await prima.write(phone, `ya ${code}`);
  expect(await statusOf(phone)).toEqual(["confirmed"]);
});

describe("the number that writes is held before the conversation", () => {
  const whileDeviceIsHeld = async (phone: string, act: () => Promise<unknown>) => {
    const other = await connect(app.ownerUrl);
    await other.query("BEGIN");
    await other.query("SELECT FROM whatsapp_devices WHERE id = $1 FOR UPDATE", [prima.device.id]);
    const done = act();
    await eventually(async () => {
      const { rows } = await owner.query(
        `SELECT FROM pg_stat_activity
         WHERE query LIKE '%FROM whatsapp_devices%' AND wait_event_type = 'Lock'
           AND datname = current_database()`,
      );
      return rows.length > 0;
    });
    const free = other.query("SELECT FROM conversations WHERE person = $1 FOR UPDATE NOWAIT", [
      phone,
    ]);
    const found = await free.then(
      ({ rowCount }) => rowCount,
      () => "held",
    );
    await other.query("ROLLBACK");
    await other.end();
    await done;
    return found;
  };

  test("when a number is asked, and when a subscriber is told", async () => {
    const car = await prima.addCar();
    const wrote = newNumber();
    await prima.write(wrote, "Halo");
    await prima.work();
    const ask = () => prima.subscribe(car, { kind, phone: wrote });
    expect(await whileDeviceIsHeld(wrote, ask)).toBe(1);
    await prima.work();
    const told = await subscriber(car, kind);
    await prima.change(car, { price: 150_000_000 });
    expect(await whileDeviceIsHeld(told, () => prima.work())).toBe(1);
    expect(prima.sent(told)).toHaveLength(3);
  });
});
