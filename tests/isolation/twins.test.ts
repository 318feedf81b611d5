/**
 * The conditions of the queries alone, with row-level security out of the way: whatever A asks is
 * answered as if nobody else were there, though twins have rows under the very same keys.
 */
import { afterAll, describe, expect, test } from "bun:test";
import { may, ROLES } from "../../src/domain/staff/permissions.ts";
import type { Ask, NamedOperation, Sender } from "../support/attack-operations.ts";
import { json } from "../support/json.ts";
import { openTwinWorlds } from "../support/twin-worlds.ts";
import { ROUTE_CASES, type RouteCase } from "./route-cases.ts";

const worlds = await openTwinWorlds({ rowLevelSecurity: false });
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

function sendersOf({ security, "x-permission": permission }: NamedOperation): Sender[] {
  if (!security?.length) return [{ host: a.host }];
  const roles = ROLES.filter((role) => !permission || may(role, permission));
  return roles.map((role) => ({ host: a.host, token: a.tokens[role] }));
}

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
  const { route } = operation;
  const check = async (asks: Ask[], as: Sender) => {
    const found = await worlds.ask(operation, asks, as);
    expect(found, JSON.stringify(asks)).toEqual([]);
  };

  test("grants A its own and touches no twin", async () => {
    await forgetRates();
    const own = route.ask(a);
    for (const as of sendersOf(operation)) {
      // Once more: what is used, taken or there already is A's own.
      await check(operation.method === "GET" ? [own] : [own, own], as);
    }
  });

  test("knows nothing that only another has", async () => {
    const foreign: Ask[] = [route.ask(stranger)];
    for (const [ask] of route.smuggled?.(a, stranger) ?? []) foreign.push(ask);
    for (const as of sendersOf(operation)) for (const ask of foreign) await check([ask], as);
  });
});
