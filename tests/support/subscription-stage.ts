/** A dealership with a number at a test gateway, cars, and visitors who subscribe to them. */
import { createFonnteGateway } from "../../src/infra/gateway/fonnte.ts";
import { followUpContactsJob } from "../../src/jobs/handlers/follow-up-contacts.ts";
import { notifySubscribersJob } from "../../src/jobs/handlers/notify-subscribers.ts";
import { sendMessagesJob } from "../../src/jobs/handlers/send-messages.ts";
import { sweepSubscriptionJob } from "../../src/jobs/handlers/sweep-subscription.ts";
import { connect } from "./attack-database.ts";
import { newNumber } from "./attack-rows.ts";
import { type Call, callAs } from "./call-as.ts";
import { type AcceptedSend, startTestGateway } from "./gateway.ts";
import { settle } from "./settle.ts";
import { createTestApp, type TestApp } from "./test-app.ts";
import { createTestDevice, createTestTenant, type TestTenant } from "./test-tenant.ts";

export const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 10:00 in Jakarta, of a day to come: the queue gives what is to be done at once the real moment. */
const MORNING = new Date((Math.floor(Date.now() / DAY) + 2) * DAY + 3 * HOUR);

const HANDLERS: Record<string, (deps: TestApp["deps"], payload: never) => Promise<void>> = {
  followUpContacts: followUpContactsJob,
  notifySubscribers: notifySubscribersJob,
  sendMessages: sendMessagesJob,
  sweepSubscription: sweepSubscriptionJob,
};

export interface Wish {
  kind: "price_drop" | "back_in_stock";
  phone: string;
  [field: string]: unknown;
}

export interface SubscribedCar {
  id: string;
  slug: string;
}

export async function setSubscriptionStage() {
  const gateway = await startTestGateway();
  let now = MORNING;
  const client = createFonnteGateway({ url: gateway.url, timeLimit: 2_000 });
  const options = { gateway: client, clock: () => now };
  const app = createTestApp(options);
  const owner = await connect(app.ownerUrl);

  const addDealership = async (name = "Prima Motor") => {
    const tenant = await createTestTenant(app, { name });
    const gatewayToken = `gateway-${crypto.randomUUID()}`;
    const device = await createTestDevice(app, tenant, undefined, gatewayToken);
    await owner.query("UPDATE whatsapp_devices SET send_interval_ms = 0 WHERE id = $1", [
      device.id,
    ]);
    const { rows } = await owner.query(
      `INSERT INTO sessions (tenant_id, staff_id, device, ip, expires_at)
       VALUES ($1, $2, 'Stage/1.0', '192.0.2.1', '2100-01-01') RETURNING id`,
      [tenant.id, tenant.owner.id],
    );
    const login = { staffId: tenant.owner.id, tenantId: tenant.id, sessionId: rows[0].id };
    // A token is good for minutes, and the clock moves by days.
    const boss: Call = async (...given) => {
      const token = await app.deps.accessTokens.sign(login);
      return callAs(app, tenant, { ...tenant.owner, token })(...given);
    };
    return dealershipOf({ tenant, device, boss, gatewayToken });
  };

  const dealershipOf = (of: {
    tenant: TestTenant;
    device: { id: string; token: string };
    boss: Call;
    gatewayToken: string;
  }) => {
    const { tenant, device, boss } = of;
    const rows = async (query: string, ...values: unknown[]) =>
      (await owner.query(query, [tenant.id, ...values])).rows;
    return {
      ...of,
      rows,
      addCar: async (more: Record<string, unknown> = {}): Promise<SubscribedCar> => {
        const car = { brand: "Toyota", model: "Avanza", year: 2019, price: 200_000_000 };
        const made = await boss("POST", "/cars", { ...car, status: "available", ...more });
        if (made.status !== 201) throw new Error(JSON.stringify(made.body));
        return { id: made.body.data.id, slug: made.body.data.slug };
      },
      change: async ({ id }: SubscribedCar, fields: Record<string, unknown>) => {
        const { version } = (await boss("GET", `/cars/${id}`)).body.data;
        const changed = await boss("PATCH", `/cars/${id}`, { ...fields, version });
        if (changed.status !== 200) throw new Error(JSON.stringify(changed.body));
      },
      subscribe: ({ slug }: { slug: string }, wish: Wish, more: { client?: string } = {}) =>
        app.send(tenant.host, `/api/cars/${slug}/subscriptions`, {
          ...{ method: "POST", body: JSON.stringify({ consent: true, ...wish }), ...more },
        }),
      /** The person writes. */
      write: async (phone: string, message: string) => {
        const inboxid = crypto.getRandomValues(new Uint32Array(1))[0];
        const said = { sender: phone.slice(1), message, inboxid };
        await app.send(tenant.host, `/webhook/fonnte/${device.token}`, {
          ...{ method: "POST", body: JSON.stringify({ ...said, timestamp: now.getTime() / 1000 }) },
        });
        await settle(app, tenant.id);
      },
      /** Does the dealership's jobs that are due by the stage's clock, as the worker does them. */
      work: async (by: TestApp = app) => {
        for (;;) {
          const [job] = await rows(
            `WITH due AS (
               SELECT j.id, t.identifier FROM graphile_worker._private_jobs j
               JOIN graphile_worker._private_tasks t ON t.id = j.task_id
               WHERE j.payload ->> 'tenantId' = $1 AND t.identifier = ANY ($2) AND j.run_at <= $3
               ORDER BY j.run_at, j.id LIMIT 1)
             DELETE FROM graphile_worker._private_jobs j USING due WHERE j.id = due.id
             RETURNING due.identifier AS task, j.payload`,
            ...[Object.keys(HANDLERS), now],
          );
          if (!job) return;
          await HANDLERS[job.task]?.(by.deps, job.payload as never);
        }
      },
      jobs: (task: string) =>
        rows(
          `SELECT j.run_at, j.key FROM graphile_worker._private_jobs j
           JOIN graphile_worker._private_tasks t ON t.id = j.task_id
           WHERE j.payload ->> 'tenantId' = $1 AND t.identifier = $2 ORDER BY j.run_at`,
          task,
        ),
      /** What the person was sent by the dealership, oldest first. */
      sent: (phone: string): string[] =>
        gateway.accepted
          .filter((one: AcceptedSend) => one.token === of.gatewayToken)
          .filter(({ target }) => target === phone.slice(1))
          .map(({ message }) => message),
      subscriptions: (phone: string) =>
        rows(
          "SELECT * FROM car_subscriptions WHERE tenant_id = $1 AND phone = $2 ORDER BY created_at, id",
          phone,
        ),
    };
  };

  const dealership = await addDealership();
  /** Subscribes somebody new and has them confirm; the number. */
  const subscriber = async (car: SubscribedCar, kind: Wish["kind"], at = dealership) => {
    const phone = newNumber();
    await at.subscribe(car, { kind, phone });
    await at.work();
    await at.write(phone, "Ya");
    await at.work();
    return phone;
  };

  return {
    ...{ app, owner, gateway, addDealership, dealership, subscriber },
    another: () => createTestApp(options),
    now: () => now,
    /** Goes on to 10:00 in Jakarta of a later day, on which all that a test waits for is over. */
    nextMorning: () => {
      const days = Math.ceil((now.getTime() - MORNING.getTime()) / DAY) + 10;
      now = new Date(MORNING.getTime() + days * DAY);
    },
    advance: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    close: async () => {
      await owner.end();
      await app.close();
      await gateway.close();
    },
  };
}
