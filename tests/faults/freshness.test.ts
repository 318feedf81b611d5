/** What two server processes on one database and one Redis show of a change, and when. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type Cluster, openCluster } from "../../scripts/storm/cluster.ts";
import { addDomain } from "../../src/domain/tenants/add-domain.ts";
import { createTenant } from "../../src/domain/tenants/create-tenant.ts";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { json } from "../support/json.ts";

setDefaultTimeout(60_000);

/** Milliseconds within which every process shows a change. */
const STALE = 1_000;
const HOST = "prima.localhost";
const PASSWORD = "correct horse battery";

let cluster: Cluster;
let token: string;
let car: { id: string; slug: string; version: number; price: number };
beforeAll(async () => {
  cluster = await openCluster();
  const owner = { name: "Olla", email: "owner@prima.test", password: PASSWORD };
  await createTenant(cluster.ownerUrl, { slug: "prima", name: "Prima", owner }, "localhost");
  await cluster.startServers(2, { RATE_LIMIT_MAX_REQUESTS: "1000000" });
  const login = await ask(0, "/api/admin/auth/login", {
    ...{ method: "POST", body: JSON.stringify({ email: owner.email, password: PASSWORD }) },
  });
  token = (await json(login)).data.accessToken;
  const input = { brand: "Toyota", model: "Avanza", year: 2019, price: 1_000, status: "available" };
  const made = await ask(0, "/api/admin/cars", { method: "POST", body: JSON.stringify(input) });
  car = (await json(made)).data;
});
afterAll(() => cluster?.close());

const ask = (server: number, path: string, init: RequestInit = {}, host = HOST) =>
  fetch(`http://127.0.0.1:${cluster.servers[server]?.port}${path}`, {
    ...init,
    headers: {
      ...{ Host: host, "Content-Type": "application/json" },
      ...(token && path.startsWith("/api/admin") && { Authorization: `Bearer ${token}` }),
    },
  });

/** The price of the only car, in the list and by itself. */
async function prices(server: number): Promise<number[]> {
  const [list, one] = await Promise.all([
    ask(server, "/api/cars").then(json),
    ask(server, `/api/cars/${car.slug}`).then(json),
  ]);
  return [list.data[0].price, one.data.price];
}

/** Milliseconds until it is so. @throws when it is not within the time that a change may take. */
async function within(isSo: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  for (;;) {
    const asked = performance.now() - began;
    if (await isSo()) return asked;
    if (asked > STALE) throw new Error(`it does not show after ${Math.round(asked)} ms`);
  }
}

/** A change of the price at one process; the milliseconds until the other shows it. */
async function change(at: 0 | 1): Promise<number> {
  const price = car.price + 1_000;
  const body = JSON.stringify({ price, version: car.version });
  const answer = await ask(at, `/api/admin/cars/${car.id}`, { method: "PATCH", body });
  expect(answer.status).toBe(200);
  car = (await json(answer)).data;
  const since = performance.now();
  expect(await prices(at)).toEqual([price, price]);
  await within(async () => (await prices(1 - at)).every((shown) => shown === price));
  return performance.now() - since;
}

async function changes(count: number): Promise<string> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    await Promise.all([prices(0), prices(1)]);
    times.push(await change(n % 2 === 0 ? 0 : 1));
  }
  const sorted = times.toSorted((a, b) => a - b).map(Math.round);
  return `median ${sorted[count >> 1]} ms, longest ${sorted.at(-1)} ms`;
}

test("a price shows at once where it was changed, and within a second at the other", async () => {
  console.log(`shown by the other process: ${await changes(20)}`);
});

test.skipIf(!Bun.which("redis-server"))(
  "the same with a Redis frozen, away and empty",
  async () => {
    const { redis } = cluster;
    if (!redis) throw new Error("there is no Redis");
    const phases: [name: string, befall: () => unknown, end: () => unknown][] = [
      ["frozen", () => redis.signal("SIGSTOP"), () => redis.signal("SIGCONT")],
      ["away", () => redis.kill(), () => redis.start()],
      ["back and empty", () => {}, () => {}],
    ];
    for (const [name, befall, end] of phases) {
      await befall();
      console.log(`with Redis ${name}: ${await changes(6)}`);
      await end();
      expect(await Promise.all([prices(0), prices(1)])).toEqual([
        [car.price, car.price],
        [car.price, car.price],
      ]);
    }
  },
);

test("a change by another process than these shows within a second: status and domain", async () => {
  const statuses = (host?: string) =>
    Promise.all([0, 1].map(async (server) => (await ask(server, "/api/cars", {}, host)).status));
  const all = async (status: number, host?: string) =>
    (await statuses(host)).every((shown) => shown === status);
  expect(await statuses()).toEqual([200, 200]);
  await setTenantStatus(cluster.ownerUrl, "prima", "suspended");
  const suspended = await within(() => all(403));
  await setTenantStatus(cluster.ownerUrl, "prima", "active");
  const active = await within(() => all(200));
  expect(await statuses("prima.example.com")).toEqual([404, 404]);
  await addDomain(cluster.ownerUrl, "prima", "prima.example.com", "localhost");
  const found = await within(() => all(200, "prima.example.com"));
  console.log(
    `suspended after ${Math.round(suspended)} ms, open again after ${Math.round(active)} ms, ` +
      `domain found after ${Math.round(found)} ms`,
  );
});
