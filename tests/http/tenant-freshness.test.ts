/** A host is looked up once, and again when its dealership changed, whoever changed it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServer, type Socket, connect as toSocket } from "node:net";
import type pg from "pg";
import { appUrl, findTenant, watchChanges } from "../../src/db/index.ts";
import { addDomain } from "../../src/domain/tenants/add-domain.ts";
import { removeDomain } from "../../src/domain/tenants/remove-domain.ts";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import {
  createTenantDirectory,
  type TenantDirectory,
} from "../../src/domain/tenants/tenant-directory.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { connect } from "../support/attack-database.ts";
import { eventually } from "../support/eventually.ts";
import { json } from "../support/json.ts";
import { createTestApp, testOwnerUrl } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

/** Milliseconds within which a change shows. */
const STALE = 1_000;

const app = createTestApp();
let owner: pg.Client;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
});
afterAll(() => Promise.all([app.close(), owner.end()]));

interface Counted extends TenantDirectory {
  reads(): number;
  close(): Promise<void>;
}

/** A directory on the real database that counts its look-ups. */
async function openDirectory(url = testOwnerUrl()): Promise<Counted> {
  let reads = 0;
  const changes = watchChanges(appUrl(url), createLogger("silent"));
  const directory = createTenantDirectory({
    ...{ changes, baseDomain: "localhost" },
    read: (key) => {
      reads += 1;
      return findTenant(app.deps.database, key);
    },
  });
  const following = Promise.withResolvers<void>();
  changes.follow(() => following.resolve());
  await directory.find("nobody.localhost");
  await following.promise;
  return { ...directory, reads: () => reads, close: () => changes.close() };
}

/** Milliseconds until the directory tells it, asked as every request asks. */
async function shownAfter(tells: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  await eventually(tells);
  return performance.now() - began;
}

const version = async (directory: TenantDirectory, { host }: TestTenant) =>
  (directory.peek(host) ?? (await directory.find(host)))?.catalogueVersion;

/** As an import does it: past every process. */
const addCar = (client: pg.Client, tenant: TestTenant) =>
  client.query(
    `INSERT INTO cars (tenant_id, id, display_code, slug, brand, model, year, status, updated_at)
     VALUES ($1, gen_random_uuid(), gen_random_uuid()::text, gen_random_uuid()::text,
       'Toyota', 'Avanza', 2019, 'draft', now())`,
    [tenant.id],
  );

describe("look-ups", () => {
  test("of 200 hosts cost nothing while nothing changes", async () => {
    const directory = await openDirectory();
    const tenants: TestTenant[] = [];
    for (let n = 0; n < 4; n += 1) {
      const domains = Array.from({ length: 49 }, () => `${crypto.randomUUID()}.example.com`);
      tenants.push(await createTestTenant(app, { domains }));
    }
    const { rows } = await owner.query<{ host: string }>(
      "SELECT host FROM domains WHERE tenant_id = ANY ($1)",
      [tenants.map(({ id }) => id)],
    );
    const hosts = [...rows.map(({ host }) => host), ...tenants.map(({ host }) => host)];
    expect(hosts).toHaveLength(200);
    // The opening of the dealerships is told of first.
    await eventually(async () => {
      const before = directory.reads();
      await Promise.all(hosts.map((host) => directory.find(host)));
      return directory.reads() === before && hosts.every((host) => directory.peek(host));
    });
    const before = directory.reads();
    for (const until = performance.now() + 2_500; performance.now() < until; ) {
      await Promise.all(hosts.map((host) => directory.find(host)));
      expect(hosts.filter((host) => !directory.peek(host))).toEqual([]);
      await Bun.sleep(100);
    }
    expect(directory.reads()).toBe(before);
    await directory.close();
  });

  test("of one host at the same moment are one, of nobody's host one a second", async () => {
    const tenant = await createTestTenant(app);
    const directory = await openDirectory();
    const begun = directory.reads();
    const all = await Promise.all(Array.from({ length: 50 }, () => directory.find(tenant.host)));
    expect(new Set(all.map((record) => record?.id))).toEqual(new Set([tenant.id]));
    expect(directory.reads()).toBe(begun + 1);
    for (let n = 0; n < 3; n += 1) expect(await directory.find("nobody2.localhost")).toBeNull();
    expect(directory.reads()).toBe(begun + 2);
    expect(directory.peek("nobody2.localhost")).toBeNull();
    await directory.close();
  });

  test("find one dealership by any form of its host, and only what was found is peeked", async () => {
    const tenant = await createTestTenant(app);
    const directory = await openDirectory();
    const forms = [
      tenant.host,
      `${tenant.host}:3000`,
      tenant.host.toUpperCase(),
      `${tenant.host}.`,
    ];
    for (const form of forms) {
      expect(directory.peek(form)).toBeNull();
      expect((await directory.find(form))?.id).toBe(tenant.id);
      expect(directory.peek(form)?.id).toBe(tenant.id);
    }
    directory.changed(tenant.id);
    expect(forms.map((form) => directory.peek(form))).toEqual(forms.map(() => null));
    await directory.close();
  });
});

describe("what another changed", () => {
  let directory: Counted;
  beforeAll(async () => {
    directory = await openDirectory();
  });
  afterAll(() => directory.close());

  test("shows within a second: stock, status, domains", async () => {
    const tenant = await createTestTenant(app);
    const domain = `${crypto.randomUUID()}.example.com`;
    const times: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const before = (await version(directory, tenant)) ?? 0;
      await addCar(owner, tenant);
      times.push(
        await shownAfter(async () => ((await version(directory, tenant)) ?? 0) === before + 1),
      );
    }
    const status = async () =>
      (directory.peek(tenant.host) ?? (await directory.find(tenant.host)))?.status;
    await setTenantStatus(app.ownerUrl, tenant.slug, "suspended");
    times.push(await shownAfter(async () => (await status()) === "suspended"));

    expect(await directory.find(domain)).toBeNull();
    await addDomain(app.ownerUrl, tenant.slug, domain, "localhost");
    times.push(await shownAfter(async () => (await directory.find(domain))?.id === tenant.id));
    expect(directory.peek(domain)?.hosts).toEqual([domain]);
    await removeDomain(app.ownerUrl, tenant.slug, domain);
    times.push(await shownAfter(async () => (await directory.find(domain)) === null));
    expect(directory.peek(domain)).toBeNull();

    const sorted = times.toSorted((a, b) => a - b);
    console.log(`a change shows after ${sorted.map((ms) => ms.toFixed(0)).join(", ")} ms`);
    expect(sorted.at(-1)).toBeLessThan(STALE);
  });

  test("shows though it was committed late, by a transaction older than many answers", async () => {
    const [slow, quick] = [await createTestTenant(app), await createTestTenant(app)];
    const before = (await version(directory, slow)) ?? 0;
    const late = await connect(app.ownerUrl);
    await late.query("BEGIN");
    await addCar(late, slow);
    for (let n = 0; n < 3; n += 1) {
      await addCar(owner, quick);
      await Bun.sleep(300);
    }
    expect(await version(directory, slow)).toBe(before);
    await late.query("COMMIT");
    expect(
      await shownAfter(async () => (await version(directory, slow)) === before + 1),
    ).toBeLessThan(STALE);
    await late.end();
  });

  test("shows when nobody told of it", async () => {
    const tenant = await createTestTenant(app);
    const before = (await version(directory, tenant)) ?? 0;
    await owner.query("ALTER TABLE catalogue_versions DISABLE TRIGGER catalogue_versions_changed");
    await addCar(owner, tenant);
    await owner.query("ALTER TABLE catalogue_versions ENABLE TRIGGER catalogue_versions_changed");
    expect(
      await shownAfter(async () => (await version(directory, tenant)) === before + 1),
    ).toBeLessThan(STALE);
  });

  test("shows though the connection that is told was cut, also while it was cut", async () => {
    const tenant = await createTestTenant(app);
    for (let n = 0; n < 3; n += 1) {
      const before = (await version(directory, tenant)) ?? 0;
      await eventually(async () => {
        const { rowCount } = await owner.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'autoleads changes'`,
        );
        return rowCount;
      });
      await addCar(owner, tenant);
      expect(
        await shownAfter(async () => (await version(directory, tenant)) === before + 1),
      ).toBeLessThan(STALE);
    }
  });

  test("during a look-up is not lost by it", async () => {
    const tenant = await createTestTenant(app);
    const changes = watchChanges(appUrl(app.ownerUrl), createLogger("silent"));
    let hold: Promise<void> | undefined;
    const slow = createTenantDirectory({
      ...{ changes, baseDomain: "localhost" },
      read: async (key) => {
        const found = await findTenant(app.deps.database, key);
        await hold;
        return found;
      },
    });
    const before = (await slow.find(tenant.host))?.catalogueVersion ?? 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    hold = promise;
    slow.changed(tenant.id);
    const reading = slow.find(tenant.host);
    await Bun.sleep(100);
    await addCar(owner, tenant);
    await Bun.sleep(400);
    hold = undefined;
    const joined = slow.find(tenant.host);
    expect((await joined)?.catalogueVersion).toBe(before + 1);
    resolve();
    expect((await reading)?.catalogueVersion).toBe(before);
    expect(slow.peek(tenant.host)?.catalogueVersion ?? before + 1).toBe(before + 1);
    expect((await slow.find(tenant.host))?.catalogueVersion).toBe(before + 1);
    await changes.close();
  });
});

test("without an answer from the database nothing is certain, and the last answer is in use", async () => {
  const { hostname, port } = new URL(testOwnerUrl());
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const wire = createServer((near) => {
    const far = toSocket(Number(port), hostname);
    for (const [from, to] of [[near, far] as const, [far, near] as const]) {
      sockets.add(from);
      from.on("data", (bytes) => void (isFrozen || to.write(bytes)));
      from.on("error", () => {}).on("close", () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => wire.listen(0, "127.0.0.1", resolve));
  const address = wire.address();
  const url = new URL(testOwnerUrl());
  url.port = String(typeof address === "object" && address ? address.port : 0);

  const tenant = await createTestTenant(app);
  const directory = await openDirectory(url.href);
  await directory.find(tenant.host);
  await eventually(() => directory.peek(tenant.host));
  isFrozen = true;
  await eventually(() => !directory.peek(tenant.host));
  const reads = directory.reads();
  expect((await directory.find(tenant.host))?.id).toBe(tenant.id);
  expect(directory.reads()).toBe(reads + 1);
  expect((await directory.find(tenant.host))?.id).toBe(tenant.id);
  expect(directory.reads()).toBe(reads + 1);
  await Bun.sleep(STALE);
  expect((await directory.find(tenant.host))?.id).toBe(tenant.id);
  expect(directory.reads()).toBe(reads + 2);

  const before = (await version(directory, tenant)) ?? 0;
  await addCar(owner, tenant);
  expect(
    await shownAfter(async () => (await version(directory, tenant)) === before + 1),
  ).toBeLessThan(STALE);
  isFrozen = false;
  await eventually(async () => {
    const known = directory.reads();
    await Bun.sleep(STALE);
    await directory.find(tenant.host);
    return directory.reads() === known;
  });
  const closing = performance.now();
  isFrozen = true;
  await directory.close();
  expect(performance.now() - closing).toBeLessThan(3_000);
  for (const socket of sockets) socket.destroy();
  wire.close();
});

test("a change by staff shows in the very next answer of the same process", async () => {
  const tenant = await createTestTenant(app);
  const { token } = await logIn(app, tenant, tenant.owner);
  const headers = { Authorization: `Bearer ${token}` };
  const made = await app.send(tenant.host, "/api/admin/cars", {
    ...{ method: "POST", headers },
    body: JSON.stringify({
      ...{ brand: "Toyota", model: "Avanza", year: 2019, price: 1, status: "available" },
    }),
  });
  let { data } = await json(made);
  for (let price = 2; price < 22; price += 1) {
    const changed = await app.send(tenant.host, `/api/admin/cars/${data.id}`, {
      ...{ method: "PATCH", headers },
      body: JSON.stringify({ price, version: data.version }),
    });
    ({ data } = await json(changed));
    const shown = await json(await app.send(tenant.host, `/api/cars/${data.slug}`));
    expect(shown.data.price).toBe(price);
  }
});
