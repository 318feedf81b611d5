/** The fourth lock: every route is attacked from another dealership, and no new one is forgotten. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { may, ROLES, type Role } from "../../src/domain/staff/permissions.ts";
import { TWIN_ID } from "../support/attack-dealership.ts";
import {
  type Ask,
  isForKeys,
  isForStaff,
  type NamedOperation,
  routesOf,
  type Sender,
  send,
} from "../support/attack-operations.ts";
import { spoofsOf } from "../support/attack-spoofs.ts";
import { setStage } from "../support/attack-stage.ts";
import { badKeys, badTokens } from "../support/attack-tokens.ts";
import { ROUTE_CASES, type RouteCase } from "./route-cases.ts";

const stage = await setStage();
const { app, operations, a, b } = stage;
const flawed = await badTokens(app, a, b);
afterAll(() => stage.close());

const SPOOFS = spoofsOf(b);
const NAMES_OF_B = { tenantId: b.id, tenant_id: b.id, tenant: b.slug };

type Case = NamedOperation & { route: RouteCase };
const cases: Case[] = operations.flatMap((operation) => {
  const route = ROUTE_CASES[operation.key];
  return route ? [{ ...operation, route }] : [];
});

describe("every route", () => {
  const documented = operations.map(({ key }) => key).sort();

  test("of the router is in the document, and the other way round", () => {
    expect(routesOf(app, documented).sort()).toEqual(documented);
  });

  test("has a case with two dealerships, and every case has its route", () => {
    expect(Object.keys(ROUTE_CASES).sort()).toEqual(documented);
  });
});

let before: Record<string, string>;
/** What A has written, and may read again though B has the same. */
let written = "";
beforeAll(async () => {
  before = await stage.state();
});

/** Sends what A asks for: nothing of B may be told or changed, and a refusal may change nothing. */
async function attack(
  { route, ...operation }: Case,
  name: string,
  ask: Ask,
  as: Sender,
  due: number[],
) {
  await app.deps.rateLimits.admin.reset(`${a.id}:${a.staff.owner}`);
  const answered = await send(app, operation, ask, as);
  expect(due, `${name}: ${answered.text}`).toContain(answered.status);
  if (operation.method !== "GET" && answered.status < 300) written += JSON.stringify(ask);
  expect(stage.leaks([ask, written], answered), name).toEqual([]);
  const after = await stage.state();
  const changed = Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key]);
  const mayChange = (key: string) =>
    answered.status < 400
      ? key.endsWith(a.id)
      : route.writes?.some((table) => key === `${table} of ${a.id}`);
  expect(
    changed.filter((key) => !mayChange(key)),
    name,
  ).toEqual([]);
  before = after;
}

describe.each(cases)("$key", (operation) => {
  const { route, template, "x-permission": permission } = operation;
  const forStaff = isForStaff(operation);
  const namesSomething = template.includes("{") && !route.needsNoTenant && !route.namesNothing;
  const refusal = route.foreign ?? 404;
  const ofA = route.ask(a);
  const ofB = route.ask(b);
  const own = a.tokens[route.by ?? "owner"];
  const here: Sender = { host: a.host, token: forStaff ? own : undefined };

  test("opens nothing of the other's at the own host", async () => {
    await attack(operation, "foreign", ofB, here, [refusal]);
    for (const [ask, status] of route.smuggled?.(a, b) ?? []) {
      await attack(operation, `smuggled ${JSON.stringify(ask)}`, ask, here, [status]);
    }
    // A write that was granted once may find its own traces.
    const again = [400, 409, refusal];
    await attack(operation, "spoofed", ofB, { ...here, headers: SPOOFS }, again);
    const query = { ...ofB.query, ...NAMES_OF_B };
    await attack(operation, "tenant in query", { ...ofB, query }, here, again);
    if (ofB.body) {
      const body = { ...ofB.body, ...NAMES_OF_B };
      await attack(operation, "tenant in body", { ...ofB, body }, here, [400, refusal]);
    }
  });

  if (!route.needsNoTenant) {
    test("answers at no host that is nobody's", async () => {
      const headers = { "X-Forwarded-Host": a.host };
      for (const host of [
        "nowhere.test",
        `${a.host}.test`,
        `x.${a.host}`,
        "localhost",
        "127.0.0.1",
      ]) {
        await attack(operation, host, ofA, { ...here, host, headers }, [404]);
      }
    });
  }

  if (!forStaff && isForKeys(operation)) {
    test("refuses an API key that is not good here", async () => {
      for (const [flaw, token] of Object.entries(badKeys(a, b))) {
        await attack(operation, flaw, ofA, { host: a.host, token }, [401]);
      }
    });
  }

  if (!forStaff && namesSomething) {
    test("opens nothing of one's own at the other's host", async () => {
      await attack(operation, "own", ofA, { host: b.host }, [refusal]);
    });
  }

  if (forStaff) {
    test("lets nobody in without a login of this house", async () => {
      for (const host of [b.host, `${b.mark}.test`]) {
        await attack(operation, `A's login at ${host}`, ofB, { ...here, host }, [401]);
      }
      await attack(operation, "no login", ofA, { host: a.host }, [401]);
      for (const [flaw, token] of Object.entries(flawed)) {
        await attack(operation, flaw, ofA, { host: a.host, token }, [401]);
      }
    });

    test("lets an API key do what its scopes name, and nothing of the other's", async () => {
      const bare = { host: a.host, token: a.keys.bare };
      await attack(operation, "own, by a key without the scope", ofA, bare, [403]);
      const full = { host: a.host, token: a.keys.full };
      if (!isForKeys(operation)) {
        await attack(operation, "own, by a key that may not", ofA, full, [403]);
        return;
      }
      if (operation.method === "GET") await attack(operation, "own, by a key", ofA, full, [200]);
      if (namesSomething) {
        await attack(operation, "foreign, by a key", ofB, full, [404]);
      }
    });

    const isLetIn = (role: Role) => !permission || may(role, permission);
    if (namesSomething || !ROLES.every(isLetIn)) {
      test("lets in the roles that may, and opens nothing of the other's to any", async () => {
        for (const role of ROLES) {
          const as = { host: a.host, token: a.tokens[role] };
          if (!isLetIn(role)) await attack(operation, `own, as ${role}`, ofA, as, [403]);
          if (namesSomething) {
            await attack(operation, `foreign, as ${role}`, ofB, as, [isLetIn(role) ? 404 : 403]);
          }
        }
      });
    }
  }
});

describe("one's own request", () => {
  // After all attacks: it shows that they were refused for what they asked, not for how.
  test.each(cases)("is granted: $key", async (operation) => {
    const own = a.tokens[operation.route.by ?? "owner"];
    const token = isForStaff(operation) ? own : undefined;
    const as = { host: a.host, token, headers: SPOOFS };
    await attack(operation, "own", operation.route.ask(a), as, [200, 201, 202, 204]);
  });

  test.each(cases.filter(({ template }) => template.includes("{id}")))(
    "touches one's own alone where both have the id: $key",
    async (operation) => {
      const ask = { ...operation.route.ask(a), params: { id: TWIN_ID } };
      const as = { host: a.host, token: a.tokens.owner };
      await attack(operation, "twin", ask, as, [200, 201, 202, 204, 404, 409]);
    },
  );
});
