/** What A is told, and how, does not depend on whether a row of another dealership exists. */
import { afterAll, describe, expect, spyOn, test } from "bun:test";
import { addDevice } from "../../src/domain/tenants/add-device.ts";
import { createTenant } from "../../src/domain/tenants/create-tenant.ts";
import { rowsOf } from "../support/attack-database.ts";
import { resolve } from "../support/attack-input.ts";
import {
  type Ask,
  isForStaff,
  type NamedOperation,
  readDocument,
  type Schema,
  send,
} from "../support/attack-operations.ts";
import { json } from "../support/json.ts";
import { openTwinWorlds } from "../support/twin-worlds.ts";
import { ROUTE_CASES, type RouteCase } from "./route-cases.ts";

const LABEL = "Showroom";

const worlds = await openTwinWorlds({
  rowLevelSecurity: true,
  furnish: async (app, { slug }, which) => {
    if (which === "stranger") await addDevice(app.ownerUrl, { slug, label: LABEL });
  },
});
const { a, stranger, alone, crowded } = worlds;
const document = await readDocument(alone.app);
const foreignRows = await rowsOf(crowded.owner, crowded.tables, stranger.id);
afterAll(() => worlds.close());

/** An id of each kind of thing that only the stranger has. */
const foreignIds = Object.values(foreignRows).flatMap(
  (rows) => rows.flatMap(({ id }) => (typeof id === "string" ? [id] : []))[0] ?? [],
);

type Case = NamedOperation & { route: RouteCase };
const cases: Case[] = worlds.operations
  .flatMap((operation) => {
    const route = ROUTE_CASES[operation.key];
    return route && !route.needsNoTenant ? [{ ...operation, route }] : [];
  })
  .sort((one, other) => Number(one.method !== "GET") - Number(other.method !== "GET"));

function isId(given: Schema): boolean {
  const schema = resolve(document, given);
  return schema.format === "uuid" || (schema.anyOf ?? []).some(isId);
}

/** The request with each of its ids in turn exchanged for each of the stranger's. */
function withForeignIds({ parameters = [], requestBody, route }: Case): Ask[] {
  const own = route.ask(a);
  const fields = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
    Object.entries(resolve(document, schema).properties ?? {}),
  );
  const inPath = parameters.filter((one) => one.in === "path" && isId(one.schema));
  const inQuery = parameters.filter((one) => one.in === "query" && isId(one.schema));
  const inBody = fields.filter(([, schema]) => isId(schema));
  return foreignIds.flatMap((id) => [
    ...inPath.map(({ name }) => ({ ...own, params: { ...own.params, [name]: id } })),
    ...inQuery.map(({ name }) => ({ ...own, query: { ...own.query, [name]: id } })),
    ...inBody.map(([name]) => ({ ...own, body: { ...(own.body as object), [name]: id } })),
  ]);
}

describe.each(cases)("$key", (operation) => {
  const { route } = operation;
  const as = {
    host: a.host,
    token: isForStaff(operation) ? a.tokens[route.by ?? "owner"] : undefined,
  };

  test("answers in status, headers and body as if A were alone", async () => {
    for (const { app } of [alone, crowded]) {
      await app.deps.rateLimits.admin.reset(`${a.id}:${a.staff.owner}`);
    }
    const smuggled = route.smuggled?.(a, stranger).map(([ask]) => ask) ?? [];
    const asks = [route.ask(a), route.ask(stranger), ...smuggled, ...withForeignIds(operation)];
    for (const ask of asks) {
      expect(await worlds.ask(operation, [ask], as), JSON.stringify(ask)).toEqual([]);
    }
  });
});

test("ids of paths, queries and bodies are among what is exchanged", () => {
  const count = (part: keyof Ask) =>
    cases
      .flatMap(withForeignIds)
      .filter((ask) => foreignIds.some((id) => JSON.stringify(ask[part] ?? "").includes(id)))
      .length;
  expect(foreignIds.length).toBeGreaterThan(5);
  for (const part of ["params", "query", "body"] as const) {
    expect(count(part), part).toBeGreaterThanOrEqual(foreignIds.length);
  }
});

test("a label that another's device has is free", async () => {
  const found = await worlds.differences(LABEL, async ({ app }) => {
    const again = () =>
      addDevice(app.ownerUrl, { slug: a.slug, label: LABEL }).then(
        () => "added",
        (error: Error) => error.message,
      );
    return [await again(), await again()];
  });
  expect(found).toEqual([]);
});

test("an owner's e-mail address may be another's too", async () => {
  const slug = `t-${crypto.randomUUID().slice(0, 13)}`;
  const { email, password } = stranger.owner;
  const owner = { name: "Olla", email, password };
  await createTenant(crowded.app.ownerUrl, { slug, name: "Same owner", owner }, "localhost");
});

describe("numbers", () => {
  test("come from no counter that dealerships share", async () => {
    const { rows: sequences } = await crowded.owner.query(
      `SELECT relname FROM pg_class WHERE CASE WHEN relkind = 'S'
         THEN has_sequence_privilege('autoleads_app', oid, 'USAGE, SELECT, UPDATE') END`,
    );
    expect(sequences).toEqual([]);
    const { rows: counted } = await crowded.owner.query(
      `SELECT a.attrelid::regclass || '.' || a.attname AS column
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
         AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) ~ 'nextval')`,
    );
    expect(counted).toEqual([]);
  });

  test("of new cars follow A's own, whatever others have taken in", async () => {
    const add = async (host: string, token: string) => {
      const body = JSON.stringify({ brand: "Honda", model: "Jazz", year: 2018 });
      const headers = { Authorization: `Bearer ${token}` };
      const init = { method: "POST", headers, body };
      return (await json(await crowded.app.send(host, "/api/admin/cars", init))).data.displayCode;
    };
    const number = (code: string) => Number(code.replace(/\D/g, ""));
    const before = number(await add(a.host, a.tokens.owner));
    for (let n = 0; n < 5; n += 1) await add(stranger.host, stranger.tokens.owner);
    expect(number(await add(a.host, a.tokens.owner))).toBe(before + 1);
  });
});

describe("a login at A's host", () => {
  test("with the account of another takes the work that nobody's account takes", async () => {
    const verify = spyOn(Bun.password, "verify");
    const hash = spyOn(Bun.password, "hash");
    const work = async (email: string) => {
      const before = verify.mock.calls.length + hash.mock.calls.length;
      const login = { path: "/api/admin/auth/login", password: stranger.owner.password };
      const response = await crowded.app.send(a.host, login.path, {
        ...{ method: "POST", headers: { "X-Request-Id": "always-the-same" } },
        body: JSON.stringify({ email, password: login.password }),
      });
      const told = await response.text();
      const calls = verify.mock.calls.length + hash.mock.calls.length - before;
      return { calls, status: response.status, told };
    };
    await work("warms-up@nowhere.test");
    const nobody = await work("nobody@nowhere.test");
    expect(await work(stranger.owner.email)).toEqual(nobody);
    expect(nobody).toMatchObject({ calls: 1, status: 401 });
    verify.mockRestore();
    hash.mockRestore();
  });
});

describe("not found", () => {
  /** Of each; fewer where it is plain that there is no difference. */
  const SAMPLES = 200;
  const PLAIN_AFTER = 50;
  const median = (times: number[]) => times.toSorted((x, y) => x - y)[times.length >> 1] ?? 0;
  const reading = cases.filter((operation) => {
    const { method, template } = operation;
    return method === "GET" && template.includes("{id}") && isForStaff(operation);
  });

  test.each(reading)("takes as long for another's id as for nobody's: $key", async (operation) => {
    const own = operation.route.ask(stranger);
    const as = { host: a.host, token: a.tokens.owner };
    const times: Record<"foreign" | "random", number[]> = { foreign: [], random: [] };
    const time = async (kind: keyof typeof times, ask: Ask) => {
      const started = performance.now();
      const { status } = await send(crowded.app, operation, ask, as);
      times[kind].push(performance.now() - started);
      expect(status).toBe(404);
    };
    await crowded.app.deps.rateLimits.admin.reset(`${a.id}:${a.staff.owner}`);
    const ratioOf = () => median(times.foreign) / median(times.random);
    const isPlain = () => Math.abs(Math.log(ratioOf())) < Math.log(1.2);
    for (let n = 0; n < SAMPLES && (n < PLAIN_AFTER || !isPlain()); n += 1) {
      await time("foreign", own);
      await time("random", { ...own, params: { id: crypto.randomUUID() } });
    }
    const ratio = ratioOf();
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});
