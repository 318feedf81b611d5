/**
 * The conditions of the queries alone, with row-level security out of the way: whatever A asks is
 * answered as if nobody else were there, though twins have rows under the very same keys.
 */
import { afterAll, describe, expect, test } from "bun:test";
import { findTenant, NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import type { ImportOptions } from "../../src/domain/cars/import/import-options.ts";
import { importStock } from "../../src/domain/cars/import/import-stock.ts";
import { may, ROLES } from "../../src/domain/staff/permissions.ts";
import { addDevice } from "../../src/domain/tenants/add-device.ts";
import { addDomain } from "../../src/domain/tenants/add-domain.ts";
import { removeDomain } from "../../src/domain/tenants/remove-domain.ts";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { NOW, read } from "../import/dealership.ts";
import { rowsOf } from "../support/attack-database.ts";
import { type Dealership, TWIN_ID } from "../support/attack-dealership.ts";
import { CHANGING } from "../support/attack-logins.ts";
import {
  type Ask,
  isForStaff,
  type NamedOperation,
  type Sender,
} from "../support/attack-operations.ts";
import { shareOf } from "../support/share-of.ts";
import type { TestApp } from "../support/test-app.ts";
import { openTwinWorlds, TWINS } from "../support/twin-worlds.ts";
import { ROUTE_CASES, type RouteCase } from "./route-cases.ts";

/** A stock whose prices are in a currency without a rate: all drafts, which a rate completes. */
const pounds = (model: string) =>
  `brand,model,year,price\nBMW,${model},2019,"£30,495"\nBMW,${model},2020,"£20,000"`;

async function importTo(
  { deps }: TestApp,
  { slug }: Dealership,
  content: string,
  options?: ImportOptions,
) {
  const tenant = await findTenant(deps.database, { slug });
  if (!tenant) throw new Error("the test's tenant is gone");
  const context = {
    tenant,
    actor: { kind: "operator" },
    origin: NO_ORIGIN,
    now: NOW,
    log: deps.log,
  } as const;
  const file = await read(content, options);
  return withTenant(deps.database, context, (scope) => importStock(scope, file));
}

const worlds = await openTwinWorlds({
  rowLevelSecurity: false,
  furnish: async (app, dealership, which) => {
    await importTo(app, dealership, pounds(which));
    // Display codes beyond A's own last one.
    if (which === "stranger") await importTo(app, dealership, pounds("more"));
    // A failure that a good login clears.
    await app.send(dealership.host, "/api/admin/auth/login", {
      method: "POST",
      body: JSON.stringify({ email: dealership.owner.email, password: "a wrong password" }),
    });
  },
});
const { a, stranger, alone, crowded } = worlds;
afterAll(() => worlds.close());

type Case = NamedOperation & { route: RouteCase };
/** Reading first: what a cache keeps of it is not yet outdated. */
const cases: Case[] = worlds.operations
  .flatMap((operation) => {
    const route = ROUTE_CASES[operation.key];
    return route && !route.needsNoTenant ? [{ ...operation, route }] : [];
  })
  .sort((one, other) => Number(one.method !== "GET") - Number(other.method !== "GET"));

const sendersOf = (operation: Case): Sender[] => {
  const { route, "x-permission": permission } = operation;
  if (!isForStaff(operation)) return [{ host: a.host }];
  // What a login tells of itself depends on whose it is.
  if (operation.key === "GET /api/admin/auth/me") {
    return [...ROLES, ...CHANGING].map((name) => ({ host: a.host, token: a.tokens[name] }));
  }
  if (route.by) return [{ host: a.host, token: a.tokens[route.by] }];
  return ROLES.filter((role) => !permission || may(role, permission)).map((role) => ({
    host: a.host,
    token: a.tokens[role],
  }));
};

/** Asks in which the second or a later one depends on what the ones before it left. */
const STORIES: Record<string, Ask[]> = {
  "POST /api/admin/auth/login": Array.from({ length: 7 }, () => ({
    body: { email: a.owner.email, password: "a wrong password" },
  })),
  "PUT /api/admin/staff/{id}/status": (
    [
      [TWIN_ID, "inactive"],
      [a.staff.owner, "inactive"],
      [TWIN_ID, "active"],
      [a.staff.owner, "inactive"],
    ] as const
  ).map(([id, status]) => ({ params: { id }, body: { status } })),
  "PUT /api/admin/staff/{id}/role": [TWIN_ID, a.staff.owner].map((id) => ({
    ...{ params: { id }, body: { role: "sales" } },
  })),
  "POST /api/admin/staff/invite": [a.mark, stranger.mark].map((mark) => ({
    body: { name: "Rani", email: `sales-invited@${mark}.test`, role: "sales" },
  })),
  "PATCH /api/admin/cars/{id}": [
    { model: "Renamed" },
    { slug: a.formerSlug },
    { slug: a.cars.shown.slug, photos: [{ url: "https://a.test/1.jpg" }] },
    { slug: a.cars.draft.slug },
    { vin: a.vin },
  ].map((change, n) => ({
    ...{ params: { id: a.cars.shown.id }, body: { ...change, version: n + 1 } },
  })),
  "POST /api/admin/cars": [
    { slug: a.formerSlug },
    { displayCode: a.displayCode },
    { vin: a.vin },
    { slug: stranger.formerSlug },
    {},
    {},
  ].map((more) => ({ body: { brand: "Honda", model: "Jazz", year: 2018, price: 1, ...more } })),
  "POST /api/leads": ["question", "cash_offer", "question"].map((kind) => ({
    body: { name: "Budi", phone: a.phone, kind, car: a.formerSlug },
  })),
};

const check = async (operation: NamedOperation, asks: Ask[], as: Sender, due?: RegExp) => {
  const found = await worlds.ask(operation, asks, as, due);
  expect(found, JSON.stringify(asks.slice(0, 5))).toEqual([]);
};

async function forgetRates() {
  for (const { app } of [alone, crowded]) {
    for (const id of Object.values(a.staff)) await app.deps.rateLimits.admin.reset(`${a.id}:${id}`);
  }
}

test("the twins are there, and PostgreSQL hides nobody's rows", async () => {
  const { rows } = await crowded.owner.query(
    `SELECT count(DISTINCT tenant_id)::int AS tenants, count(*) FILTER (WHERE id = $1)::int AS cars,
       (SELECT bool_or(relrowsecurity) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r') AS secured
     FROM cars`,
    [a.cars.shown.id],
  );
  expect(rows).toEqual([{ tenants: 4, cars: 3, secured: false }]);
});

describe.each(cases)("$key", (operation) => {
  const { route, key, method, parameters = [] } = operation;
  const senders = sendersOf(operation);
  const [first = { host: a.host }] = senders;
  const own = route.ask(a);

  test("grants A its own and touches no twin", async () => {
    await forgetRates();
    for (const as of senders) {
      // Once more: what is used, taken or there already is A's own.
      const asks = method === "GET" ? [own] : [own, own];
      await check(operation, asks, as, as === first ? /^20\d / : undefined);
    }
  });

  test("knows nothing that only another has", async () => {
    const foreign: Ask[] = [route.ask(stranger)];
    for (const [ask] of route.smuggled?.(a, stranger) ?? []) foreign.push(ask);
    for (const as of senders) for (const ask of foreign) await check(operation, [ask], as);
  });

  if (isForStaff(operation)) {
    test("lets in nobody who is active elsewhere alone", async () => {
      const foreigner = await alone.app.deps.accessTokens.sign({
        ...{ staffId: stranger.staff.owner, tenantId: a.id, sessionId: stranger.session },
      });
      for (const token of [a.tokens.invited, a.tokens.inactive, foreigner]) {
        await check(operation, [own], { host: a.host, token }, /^401 /);
      }
    });
  }

  const path = parameters.find((parameter) => parameter.in === "path");
  if (path) {
    test("answers to every name of A's as if it were alone", async () => {
      await forgetRates();
      const tables = Object.values(await rowsOf(alone.owner, alone.tables, a.id)).map((rows) =>
        rows.flatMap((row) => [row["id"], row["slug"]]).filter((name) => typeof name === "string"),
      );
      const ownName = String(own.params?.[path.name]);
      // Those that may do something are asked one by one, and the others, which do nothing, together.
      const doing = method === "GET" ? [] : (tables.find((names) => names.includes(ownName)) ?? []);
      const others = [...new Set(tables.flat()).difference(new Set(doing))];
      const idle = shareOf(others, cases.indexOf(operation));
      expect(idle.length).toBeGreaterThan(20);
      // Fewer than the wrong tokens that a client may try.
      const together = Array.from({ length: Math.ceil(idle.length / 50) }, (_, n) =>
        idle.slice(50 * n, 50 * (n + 1)),
      );
      for (const names of [...together, ...doing.map((name) => [name])]) {
        const asks = names.map((name) => ({
          ...own,
          params: { ...own.params, [path.name]: name },
        }));
        await check(operation, asks, first);
      }
    });
  }

  const texts = parameters.filter(({ in: place, schema }) => place === "query" && !schema.enum);
  if (texts.length > 0) {
    test("finds no twin by its words", async () => {
      for (const { name } of texts) {
        for (const { mark } of TWINS) {
          for (const word of [mark, `Brand ${a.mark} ${mark}`, `Model ${a.mark} ${mark}`]) {
            await check(operation, [{ ...own, query: { [name]: word } }], first);
          }
        }
      }
    });
  }

  const story = STORIES[key];
  if (story) test("goes on as if A were alone", () => check(operation, story, first));
});

test("every story is one of an operation", () => {
  expect(Object.keys(STORIES).filter((key) => !ROUTE_CASES[key])).toEqual([]);
});

describe("the operator's work for A", () => {
  const stock = ({ displayCode, vin }: Dealership) =>
    `display code,vin,brand,model,year,price,photos
${displayCode},,Toyota,Yaris,2019,Rp 150.000.000,https://a.test/1.jpg
,${vin},Toyota,Vios,2019,Rp 150.000.000,
,,Toyota,Agya,2019,Rp 150.000.000,`;

  const WORK: [name: string, act: (app: TestApp) => Promise<unknown>][] = [
    ["a stock of codes that twins have", (app) => importTo(app, a, stock(a))],
    ["a stock of codes that a stranger has", (app) => importTo(app, a, stock(stranger))],
    ["prices for drafts", (app) => importTo(app, a, pounds("a"), { rates: { GBP: 20_000 } })],
    ["the file of a stranger", (app) => importTo(app, a, pounds("stranger"))],
    ["a device", ({ ownerUrl }) => addDevice(ownerUrl, { slug: a.slug, label: "Showroom" })],
    ["a domain", ({ ownerUrl }) => addDomain(ownerUrl, a.slug, "new.test", "localhost")],
    ["a domain less", ({ ownerUrl }) => removeDomain(ownerUrl, a.slug, `${a.mark}.test`)],
    ["another status", ({ ownerUrl }) => setTenantStatus(ownerUrl, a.slug, "suspended")],
  ];

  test.each(WORK)("%s: touches no twin and notices none", async (name, act) => {
    const found = await worlds.differences(name, async ({ app }) => [
      JSON.stringify(await act(app)),
    ]);
    expect(found).toEqual([]);
  });
});
