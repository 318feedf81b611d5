import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import pg from "pg";
import { migrate } from "../../src/db/index.ts";
import { DEMO_DEALERS, DEMO_PASSWORD } from "../../src/demo/dealers.ts";
import { loadDemo } from "../../src/demo/load-demo.ts";
import { NewCar } from "../../src/domain/cars/car-input.ts";
import { STATUSES } from "../../src/domain/cars/vocabulary.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import { LEAD_SOURCES, LEAD_STATUSES } from "../../src/domain/leads/vocabulary.ts";
import { parsePhone } from "../../src/domain/phone.ts";
import { json } from "../support/json.ts";
import { settle } from "../support/settle.ts";
import { createTestApp, type TestApp, testOwnerUrl, testRootSecret } from "../support/test-app.ts";

const SENTOSA_CARS = DEMO_DEALERS[1].cars.length;

/** Milliseconds; a database is made and migrated before the first test. */
const PATIENCE = 30_000;

const databases: string[] = [];

async function asOwner<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    return (await owner.query<Row>(sql)).rows;
  } finally {
    await owner.end();
  }
}

async function createDatabase(): Promise<string> {
  const name = `demo_${crypto.randomUUID().replaceAll("-", "")}`;
  await asOwner(testOwnerUrl(), `CREATE DATABASE ${name}`);
  databases.push(name);
  const url = new URL(testOwnerUrl());
  url.pathname = name;
  await migrate(url.href);
  await ensureKeys(url.href, testRootSecret());
  return url.href;
}

const tablesOf = async (url: string) =>
  (
    await asOwner<{ name: string }>(
      url,
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
    )
  ).map(({ name }) => name);

/** A digest of every row of every table. */
async function contents(url: string) {
  const digests = (await tablesOf(url)).map(
    (table) =>
      `SELECT '${table}' AS "table", count(*)::int AS rows, md5(string_agg(row::text, '|' ORDER BY row::text)) FROM ${table} AS row`,
  );
  return asOwner<{ table: string; rows: number }>(url, digests.join(" UNION ALL "));
}

let ownerUrl: string;
let app: TestApp;

beforeAll(async () => {
  ownerUrl = await createDatabase();
  expect(await loadDemo(ownerUrl)).toBe(true);
  app = createTestApp({ ownerUrl });
}, PATIENCE);

afterAll(async () => {
  await app.close();
  for (const name of databases) {
    await asOwner(testOwnerUrl(), `DROP DATABASE ${name} WITH (FORCE)`);
  }
}, PATIENCE);

const get = async (host: string, path: string, token?: string) => {
  const headers = token ? { Authorization: `Bearer ${token}` } : undefined;
  const response = await app.send(host, path, { headers });
  expect(response.status).toBe(200);
  return json(response);
};

async function logIn(host: string, email: string): Promise<string> {
  const response = await app.send(host, "/api/admin/auth/login", {
    method: "POST",
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  });
  expect(response.status).toBe(200);
  return (await json(response)).data.accessToken;
}

describe("the demo's sites", () => {
  test("are two dealerships with stock of their own", async () => {
    const titles = await Promise.all(
      DEMO_DEALERS.map(async ({ slug }) => {
        const { data } = await get(`${slug}.localhost`, "/api/cars?limit=100");
        expect(data.length).toBeGreaterThanOrEqual(10);
        return data.map(({ title }: { title: string }) => title);
      }),
    );
    const [prima = [], sentosa = []] = titles;
    expect(prima).toContain("2017 Toyota Alphard 2.5 Hybrid Executive Lounge");
    expect(sentosa).toContain("2016 Honda Brio Satya 1.2 E");
    expect(prima.filter((title: string) => sentosa.includes(title))).toEqual([]);
  });

  test("answer at their registered domains", async () => {
    for (const { slug, domain } of DEMO_DEALERS) {
      expect((await get(domain, "/api/site")).data).toMatchObject({ slug, domains: [domain] });
    }
  });

  test(
    "have an SVG for every photo of every car",
    async () => {
      const photos = await asOwner<{ url: string }>(
        ownerUrl,
        "SELECT DISTINCT url FROM car_photos",
      );
      expect(photos.length).toBeGreaterThan(40);
      for (const { url } of photos) {
        const response = await app.send("prima.localhost", url);
        expect([url, response.status]).toEqual([url, 200]);
        expect(await response.text()).toStartWith("<svg ");
      }
      const [bare] = await asOwner<{ cars: number }>(
        ownerUrl,
        "SELECT count(*)::int AS cars FROM cars WHERE NOT EXISTS (SELECT FROM car_photos p WHERE p.car_id = cars.id AND p.is_primary)",
      );
      expect(bare?.cars).toBe(0);
    },
    PATIENCE,
  );
});

describe("the demo's staff", () => {
  test.each(
    DEMO_DEALERS.flatMap(({ slug, staff }) =>
      Object.values(staff).map(({ email, role }) => [slug, email, role] as const),
    ),
  )("of %s: %s logs in as %s", async (slug, email, role) => {
    const token = await logIn(`${slug}.localhost`, email);
    const me = await get(`${slug}.localhost`, "/api/admin/auth/me", token);
    expect(me.data).toMatchObject({ email, role });
  });

  test("have leads of every status and most sources, and a time to first reply", async () => {
    for (const { slug, staff, leads } of DEMO_DEALERS) {
      const token = await logIn(`${slug}.localhost`, staff.owner.email);
      const { data } = await get(`${slug}.localhost`, "/api/admin/leads/stats", token);
      expect(data.total).toBe(leads.length);
      for (const status of LEAD_STATUSES) expect(data.byStatus[status]).toBeGreaterThan(0);
      const sources = LEAD_SOURCES.filter((source) => data.bySource[source] > 0);
      expect(sources.length).toBeGreaterThanOrEqual(5);
      expect(data.medianFirstReplySeconds).toBeGreaterThan(60);
      expect(data.medianFirstReplySeconds).toBeLessThan(86_400);
    }
  });

  test("read whole conversations about cars of the stock", async () => {
    const token = await logIn("prima.localhost", "owner@prima.test");
    const { data: leads } = await get("prima.localhost", "/api/admin/leads?q=Clarissa", token);
    const lead = await get("prima.localhost", `/api/admin/leads/${leads[0].id}`, token);
    expect(lead.data.enquiries[0].carTitle).toBe("2022 Mini Cooper S F56 Resolute Edition");
    expect(lead.data.messages).toHaveLength(8);
    expect(lead.data.messages[0]).toMatchObject({
      direction: "outbound",
      author: { name: "Dewi Anggraini" },
    });
  });

  test("give the next car the next display code", async () => {
    const token = await logIn("sentosa.localhost", "admin@sentosa.test");
    const response = await app.send("sentosa.localhost", "/api/admin/cars", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify({ brand: "Honda", model: "Brio", variant: "Satya 1.2 E", year: 2016 }),
    });
    expect(response.status).toBe(201);
    const { data } = await json(response);
    expect(data.displayCode).toBe(`CAR-${String(SENTOSA_CARS + 1).padStart(4, "0")}`);
    expect(data.slug).toBe("honda-brio-satya-1-2-e-2016-2");
  });
});

test("each WhatsApp number of the demo takes messages under its token", async () => {
  for (const { slug, whatsappToken, staff } of DEMO_DEALERS) {
    const message = `msh ada gan? ${crypto.randomUUID()}`;
    const response = await app.send(`${slug}.localhost`, `/webhook/fonnte/${whatsappToken}`, {
      method: "POST",
      body: JSON.stringify({ sender: "6281200000999", name: "Tamu", message, inboxid: 1 }),
    });
    expect(response.status).toBe(200);
    const tenant = await app.deps.tenants.find(`${slug}.localhost`);
    await settle(app, tenant?.id ?? "");
    const token = await logIn(`${slug}.localhost`, staff.admin.email);
    const found = await get(
      `${slug}.localhost`,
      `/api/admin/leads?q=${encodeURIComponent(message)}`,
      token,
    );
    expect(found.data).toMatchObject([{ phone: "+6281200000999", status: "new" }]);
  }
});

describe("the demo's words", () => {
  test("are listings that the product itself would accept", () => {
    for (const { cars } of DEMO_DEALERS) {
      expect(cars.length).toBeGreaterThanOrEqual(12);
      expect(new Set(cars.map(({ listing }) => listing.status)).size).toBe(STATUSES.length);
      for (const { listing } of cars) {
        expect(NewCar.parse(listing)).toEqual(listing);
        const { price, creditPrice, cost } = listing;
        if (!price || !creditPrice || !cost) continue;
        expect([listing.model, creditPrice < price, cost < creditPrice]).toEqual([
          listing.model,
          true,
          true,
        ]);
      }
    }
  });

  test("hold phone numbers in E.164, each of one person", () => {
    const phones = DEMO_DEALERS.flatMap(({ phone, whatsappNumber, staff, leads }) => [
      phone,
      whatsappNumber,
      ...Object.values(staff).map((member) => member.phone),
      ...leads.flatMap((lead) => lead.phone ?? []),
    ]);
    for (const phone of phones) expect(parsePhone(phone)).toBe(phone);
    expect(new Set(phones).size).toBe(phones.length);
  });

  test("tell of nothing that is still to come", () => {
    for (const { leads } of DEMO_DEALERS) {
      for (const { name, hoursAgo, chat = [] } of leads) {
        const minutes = chat.reduce((total, [after]) => total + after, 0);
        expect([name, minutes < hoursAgo * 60]).toEqual([name, true]);
      }
      const long = leads.filter(({ chat = [] }) => chat.length >= 6 && chat.length <= 14);
      expect(long.length).toBeGreaterThanOrEqual(4);
    }
  });
});

describe("loading the demo", () => {
  test("leaves a database with a dealership as it is", async () => {
    const before = await contents(ownerUrl);
    expect(await loadDemo(ownerUrl)).toBe(false);
    expect(await contents(ownerUrl)).toEqual(before);
  });

  test("happens once when two processes start together", async () => {
    const url = await createDatabase();
    const loaded = await Promise.all([loadDemo(url), loadDemo(url)]);
    expect(loaded.toSorted()).toEqual([false, true]);
    expect(await asOwner(url, "SELECT slug FROM tenants ORDER BY slug")).toEqual([
      { slug: "prima" },
      { slug: "sentosa" },
    ]);
  });

  test("leaves nothing when it is stopped halfway", async () => {
    const url = await createDatabase();
    const before = await contents(url);
    await asOwner(
      url,
      `CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
       CREATE TRIGGER stop BEFORE INSERT ON messages EXECUTE FUNCTION stop()`,
    );
    await expect(loadDemo(url)).rejects.toThrow();
    expect(await contents(url)).toEqual(before);
    await asOwner(url, "DROP TRIGGER stop ON messages; DROP FUNCTION stop()");
    expect(await loadDemo(url)).toBe(true);
  });

  test("sets a lead's times as its messages and enquiries say", async () => {
    const url = await createDatabase();
    await loadDemo(url);
    const wrong = await asOwner(
      url,
      `WITH said AS (
         SELECT lead_id, sent_at AS at, direction FROM messages
         UNION ALL SELECT lead_id, created_at, 'inbound' FROM enquiries
       ),
       expected AS (
         SELECT leads.*, greatest(leads.created_at, (SELECT max(at) FROM said WHERE lead_id = leads.id)) AS last_said,
           (SELECT min(at) FROM said WHERE lead_id = leads.id AND direction = 'inbound') AS first_in
         FROM leads
       )
       SELECT name FROM expected WHERE
         last_activity_at <> last_said OR last_activity_at > now()
         OR first_inbound_at IS DISTINCT FROM first_in OR created_at > first_in
         OR first_reply_at IS DISTINCT FROM (
           SELECT min(at) FROM said
           WHERE lead_id = expected.id AND direction = 'outbound' AND at >= first_in)
       UNION ALL
       SELECT 'conversation' FROM conversations c WHERE last_message_at <>
         (SELECT max(sent_at) FROM messages m WHERE m.conversation_id = c.id)`,
    );
    expect(wrong).toEqual([]);
  });
});
