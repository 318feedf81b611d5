/** Subscribers are told once, whatever breaks, by whichever way a price falls. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import { importStock } from "../../src/domain/cars/import/import-stock.ts";
import { notifySubscribersJob } from "../../src/jobs/handlers/notify-subscribers.ts";
import { runWorker } from "../../src/jobs/run-worker.ts";
import { read } from "../import/dealership.ts";
import { newNumber } from "../support/attack-rows.ts";
import { callAs } from "../support/call-as.ts";
import { eventually } from "../support/eventually.ts";
import { forgetJobs } from "../support/forget-jobs.ts";
import { setSubscriptionStage } from "../support/subscription-stage.ts";
import { createTestStaff } from "../support/test-tenant.ts";

const stage = await setSubscriptionStage();
const second = stage.another();
afterAll(async () => {
  await second.close();
  await stage.close();
});
const { app, owner, dealership: prima, subscriber } = stage;
const tenantId = prima.tenant.id;
beforeEach(async () => {
  stage.nextMorning();
  await app.deps.rateLimits.admin.reset(`${tenantId}:${prima.tenant.owner.id}`);
  await app.deps.attemptLimits.subscription.tenant.reset(tenantId);
});

const noticesTo = (phone: string) =>
  prima.sent(phone).filter((text) => text.startsWith("Kabar baik"));
const leadOf = async (phone: string): Promise<string> =>
  (await prima.subscriptions(phone))[0]?.lead_id;

describe("nothing is lost or told twice", () => {
  test("by many runs at once over two processes", async () => {
    const car = await prima.addCar();
    const phones = [];
    for (const _ of [1, 2, 3]) phones.push(await subscriber(car, "price_drop"));
    await prima.change(car, { price: 150_000_000 });
    await Promise.all(
      [app, second, app, second].map(({ deps }) => notifySubscribersJob(deps, { tenantId })),
    );
    await prima.work();
    expect(phones.map((phone) => noticesTo(phone).length)).toEqual([1, 1, 1]);
  });

  test("where the marking breaks off after the message was queued", async () => {
    const car = await prima.addCar();
    const [spoilt, sound] = [
      await subscriber(car, "price_drop"),
      await subscriber(car, "price_drop"),
    ];
    await prima.change(car, { price: 150_000_000 });
    await owner.query(`
      CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'spoilt'; END $$;
      CREATE TRIGGER spoil BEFORE UPDATE ON car_subscriptions FOR EACH ROW
        WHEN (NEW.phone = '${spoilt}') EXECUTE FUNCTION spoil()`);
    const broken = notifySubscribersJob(app.deps, { tenantId });
    await expect(broken).rejects.toThrow("telling subscribers failed");
    const queued = await prima.rows(
      `SELECT person FROM messages m JOIN conversations c
         ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
       WHERE m.tenant_id = $1 AND automatic = 'price_drop' AND person = ANY ($2)`,
      [spoilt, sound],
    );
    expect(queued).toEqual([{ person: sound }]);
    await owner.query("DROP FUNCTION spoil CASCADE");
    await prima.work();
    expect([spoilt, sound].map((phone) => noticesTo(phone).length)).toEqual([1, 1]);
  });

  test("where the change itself is undone, nobody is told", async () => {
    const car = await prima.addCar();
    const phone = await subscriber(car, "price_drop");
    const before = await prima.jobs("notifySubscribers");
    const stale = await prima.boss("PATCH", `/cars/${car.id}`, { price: 1, version: 99 });
    expect(stale.status).toBe(409);
    expect(await prima.jobs("notifySubscribers")).toEqual(before);
    await prima.work();
    expect(noticesTo(phone)).toEqual([]);
  });

  test("while the dealership's number is disconnected", async () => {
    const car = await prima.addCar();
    const phone = await subscriber(car, "price_drop");
    const hold = (at: Date | null) =>
      owner.query("UPDATE whatsapp_devices SET held_since = $1, held_reason = $2 WHERE id = $3", [
        ...[at, at && "disconnected", prima.device.id],
      ]);
    await hold(stage.now());
    await prima.change(car, { price: 150_000_000 });
    await prima.work();
    expect(noticesTo(phone)).toEqual([]);
    await hold(null);
    stage.advance(3_600_000);
    await prima.work();
    expect(noticesTo(phone)).toHaveLength(1);
  });

  test("by the worker itself, from the change to the message", async () => {
    const far = await stage.addDealership("Pekerja Motor");
    const hours = { open: "00:00", close: "00:00" };
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    const week = Object.fromEntries(days.map((day) => [day, hours]));
    await far.rows("UPDATE tenants SET opening_hours = $2 WHERE id = $1", week);
    const car = await far.addCar();
    const phone = await subscriber(car, "price_drop", far);
    await forgetJobs(owner, "notifySubscribers", "sweepSubscription", "followUpContacts");
    await far.change(car, { price: 150_000_000 });
    const worker = runWorker(app.deps, app.ownerUrl);
    await eventually(() => far.sent(phone).some((text) => text.includes("Rp 150.000.000")));
    await worker.stop();
    expect(far.sent(phone).filter((text) => text.startsWith("Kabar"))).toHaveLength(1);
  });
});

test("an import makes one job, however many cars it changes, and tells what fell", async () => {
  const cars = [await prima.addCar(), await prima.addCar()];
  const phones = [];
  for (const car of cars) phones.push(await subscriber(car, "price_drop"));
  const waiting = await subscriber(
    await prima.addCar({ model: "Calya", status: "sold" }),
    "back_in_stock",
  );
  const codes = await prima.rows(
    "SELECT display_code FROM cars WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY id",
    cars.map(({ id }) => id),
  );
  const lines = [
    "display code,brand,model,year,price",
    ...codes.map(({ display_code }) => `${display_code},Toyota,Avanza,2019,120000000`),
    ",Toyota,Calya,2020,130000000",
  ];
  const tenant = await app.deps.tenants.find(prima.tenant.host);
  if (!tenant) throw new Error("the tenant is not there");
  const file = await read(lines.join("\n"));
  stage.advance(3_600_000);
  await withTenant(
    app.deps.database,
    {
      ...{ tenant, origin: NO_ORIGIN, now: stage.now(), log: app.deps.log },
      actor: { kind: "operator" },
    },
    (scope) => importStock(scope, file),
  );
  expect(await prima.jobs("notifySubscribers")).toHaveLength(1);
  await prima.work();
  expect([...phones, waiting].map((phone) => noticesTo(phone).length)).toEqual([1, 1, 1]);
});

describe("what is kept of a person", () => {
  test("is exported, and erased with them", async () => {
    const phone = await subscriber(await prima.addCar(), "price_drop");
    const leadId = await leadOf(phone);
    const exported = await prima.boss("GET", `/leads/${leadId}/export`);
    expect(exported.body.data.subscriptions).toMatchObject([
      { kind: "price_drop", status: "confirmed", phone, carTitle: "2019 Toyota Avanza" },
    ]);
    await prima.boss("DELETE", `/leads/${leadId}/personal-data`);
    expect(await prima.subscriptions(phone)).toEqual([]);
    const rest = await prima.rows(
      `SELECT count(*)::int AS found FROM messages m JOIN conversations c USING (tenant_id)
       WHERE m.tenant_id = $1 AND c.id = m.conversation_id
         AND (c.person = $2 OR m.lead_id = $3 AND m.body <> '')`,
      ...[phone, leadId],
    );
    expect(rest).toEqual([{ found: 0 }]);
  });

  test("moves with a merge, is told under the kept lead, and goes back", async () => {
    const car = await prima.addCar();
    const phone = await subscriber(car, "price_drop");
    const merged = await leadOf(phone);
    const made = await prima.boss("POST", "/leads", {
      name: "Budi",
      phone: newNumber(),
      source: "phone",
    });
    const kept = made.body.data.id;
    const merge = await prima.boss("POST", `/leads/${kept}/merge`, { leadId: merged });
    expect(await leadOf(phone)).toBe(kept);
    await prima.change(car, { price: 150_000_000 });
    await prima.work();
    expect(noticesTo(phone)).toHaveLength(1);
    stage.advance(60_000);
    await prima.subscribe(await prima.addCar(), { kind: "price_drop", phone });
    await prima.boss("POST", `/lead-merges/${merge.body.data.id}/undo`);
    const homes = (await prima.subscriptions(phone)).map(({ lead_id }) => lead_id);
    expect(homes).toEqual([merged, merged]);
  });
});

describe("staff", () => {
  test("see subscriptions page by page, sales those of their own leads, and end one", async () => {
    const [car, other] = [await prima.addCar(), await prima.addCar()];
    const phones = [await subscriber(car, "price_drop"), await subscriber(car, "price_drop")];
    await subscriber(other, "price_drop");
    const list = (query: string, call = prima.boss) =>
      call("GET", `/subscriptions?carId=${car.id}${query}`);
    const first = await list("&limit=1");
    const rest = await list(`&limit=1&cursor=${first.body.meta.nextCursor}`);
    const found = [...first.body.data, ...rest.body.data];
    expect(found.map(({ phone }) => phone)).toEqual(phones.toReversed());
    expect(rest.body.meta).toEqual({ limit: 1, nextCursor: null });
    expect(found[0]).toMatchObject({
      ...{ kind: "price_drop", status: "confirmed", carId: car.id, toldPrice: 200_000_000 },
    });
    expect((await list("&status=ended")).body.data).toEqual([]);
    expect((await list("&cursor=x")).status).toBe(400);

    await prima.boss("PUT", `/leads/${found[0].lead.id}/assign`, {
      staffId: prima.tenant.owner.id,
    });
    const seller = await createTestStaff(app, prima.tenant, "sales");
    const sales = callAs(app, prima.tenant, seller);
    const seen = await list("", sales);
    expect(seen.body.data.map(({ id }: { id: string }) => id)).toEqual([found[1].id]);
    expect((await sales("DELETE", `/subscriptions/${found[0].id}`)).status).toBe(404);
    for (const _ of [1, 2]) {
      expect((await sales("DELETE", `/subscriptions/${found[1].id}`)).status).toBe(204);
    }
    await prima.change(car, { price: 150_000_000 });
    await prima.work();
    expect(phones.map((phone) => noticesTo(phone).length)).toEqual([0, 1]);
    const { body } = await prima.boss("GET", `/audit-events?subjectId=${found[1].id}`);
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual([
      "subscription.ended",
    ]);
  });
});
