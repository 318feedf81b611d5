/**
 * Requests of many dealerships in turn on a few connections, some of which are cancelled, killed,
 * timed out or given up: no connection carries one dealership's rows into another's request.
 * ISOLATION_PROBES=all: 100,000 requests, 5 % of them broken, on a pool of 2.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import pLimit from "p-limit";
import type pg from "pg";
import { createApp } from "../../src/app.ts";
import { CLIENT } from "../../src/db/database.ts";
import {
  appUrl,
  NO_ORIGIN,
  openDatabase,
  type TenantScope,
  withTenant,
} from "../../src/db/index.ts";
import { type CrowdMember, MARKS, openCrowd } from "../support/attack-crowd.ts";
import { connect } from "../support/attack-database.ts";
import { type Chance, chanceOf } from "../support/attack-random.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";

const isFull = process.env["ISOLATION_PROBES"] === "all";
const SIZE = isFull
  ? { requests: 100_000, connections: 2, overHttp: 20_000 }
  : { requests: 10_000, connections: 5, overHttp: 1_000 };
const AT_ONCE = 40;
const TIME = isFull ? 3_600_000 : 120_000;

let setUp: TestApp;
let owner: pg.Client;
let crowd: CrowdMember[];
beforeAll(async () => {
  setUp = createTestApp();
  owner = await connect(setUp.ownerUrl);
  crowd = await openCrowd(setUp, owner, 50);
});
afterAll(async () => {
  await owner.end();
  await setUp.close();
});

const marksIn = (told: string) => [...new Set(told.match(MARKS))];

/** Rows that a tenant has left, counted by the owner of the database. */
async function ledger(): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ id: string; written: number }>(
    "SELECT tenant_id AS id, last_number AS written FROM stock_counters WHERE tenant_id = ANY ($1)",
    [crowd.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, written }) => [id, written]));
}

describe("transactions", () => {
  const asVisitor = { origin: NO_ORIGIN, actor: { kind: "visitor" } } as const;
  type Work = (scope: TenantScope) => Promise<unknown>;

  /** Everything the connection shows, without a condition of the query's own. */
  const look: Work = async ({ db }) =>
    db.$queryRaw`SELECT current_setting('app.tenant_id') AS id, (SELECT json_agg(c) FROM cars c) AS cars,
      (SELECT json_agg(l) FROM leads l) AS leads, (SELECT json_agg(t) FROM tenants t) AS tenants`;
  const write: Work = ({ db }) =>
    db.$executeRaw`UPDATE stock_counters SET last_number = last_number + 1`;
  const sleep: Work = ({ db }) => db.$executeRaw`SELECT pg_sleep(2)`;
  const backend = async ({ db }: TenantScope) =>
    (await db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]?.pid;

  /** Each ends its transaction in another way than by a commit. */
  const FAULTS: Record<string, Work> = {
    "throws an error": async () => {
      throw new Error("given up");
    },
    "has a failing statement": ({ db }) => db.$executeRaw`SELECT 1 / 0`,
    "reaches the time limit": async (scope) => {
      await scope.db.$executeRaw`SET LOCAL statement_timeout = 5`;
      await sleep(scope);
    },
    "is cancelled": async (scope) => {
      const pid = await backend(scope);
      await Promise.all([sleep(scope), cancel(pid)]);
    },
    "loses its connection": async (scope) => {
      const pid = await backend(scope);
      await Promise.all([sleep(scope), owner.query("SELECT pg_terminate_backend($1)", [pid])]);
    },
  };

  /** A cancellation that comes before the statement is without effect. */
  async function cancel(pid: number | undefined) {
    const sent = () =>
      owner.query(
        `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
         WHERE pid = $1 AND state = 'active' AND query ~ 'pg_sleep'`,
        [pid],
      );
    while ((await sent()).rowCount === 0) await Bun.sleep(2);
  }

  test(
    `${SIZE.requests} of 50 dealerships over ${SIZE.connections} connections never mix`,
    async () => {
      const url = appUrl(setUp.ownerUrl);
      const database = openDatabase({ url, connections: SIZE.connections });
      const chance: Chance = chanceOf(7);
      const before = await ledger();
      const written = new Map<string, number>();
      const met: Record<string, number> = {};
      const mixed: string[] = [];
      const surprises: string[] = [];

      const request = async (member: CrowdMember, fault: string | undefined, writes: boolean) => {
        const { record: tenant, id, mark } = member;
        const context = { ...asVisitor, tenant, now: new Date(), log: setUp.deps.log };
        const judge = (told: string) => {
          if (!told.includes(id) || marksIn(told).join() !== mark) mixed.push(`${mark}: ${told}`);
        };
        try {
          await withTenant(database, context, async (scope) => {
            if (writes && (await write(scope)) !== 1) mixed.push(`${mark} wrote others' rows`);
            judge(JSON.stringify(await look(scope)));
            if (fault) await FAULTS[fault]?.(scope);
          });
          if (writes) written.set(id, (written.get(id) ?? 0) + 1);
          if (fault) surprises.push(`${fault}, and yet commits`);
        } catch (error) {
          if (!fault) surprises.push(String(error));
          else met[fault] = (met[fault] ?? 0) + 1;
        }
      };

      /** A connection that no tenant is set on shows nothing of the one before. */
      const lookAsNobody = async () => {
        const rows = await database[CLIENT].$queryRaw<{ found: string }[]>`
          SELECT concat(current_setting('app.tenant_id', true), (SELECT min(id::text) FROM cars)) AS found`;
        if (rows[0]?.found !== "") mixed.push(`nobody sees ${rows[0]?.found}`);
      };

      const limit = pLimit(AT_ONCE);
      await Promise.all(
        Array.from({ length: SIZE.requests }, () => {
          if (chance.is(0.05)) return limit(lookAsNobody);
          const member = chance.of(crowd);
          const fault = chance.is(0.05) ? chance.of(Object.keys(FAULTS)) : undefined;
          const writes = chance.is(0.3);
          return limit(() => request(member, fault, writes));
        }),
      );

      expect(mixed.slice(0, 3)).toEqual([]);
      expect(surprises.slice(0, 3)).toEqual([]);
      expect(Object.keys(met).sort()).toEqual(Object.keys(FAULTS).sort());
      const after = await ledger();
      for (const { id } of crowd) {
        expect((after.get(id) ?? 0) - (before.get(id) ?? 0)).toBe(written.get(id) ?? 0);
      }
      // Afterwards everybody is served.
      for (const member of crowd) await request(member, undefined, false);
      expect([mixed, surprises]).toEqual([[], []]);
      await database.close();
    },
    TIME,
  );
});

describe("requests over HTTP", () => {
  test(
    `${SIZE.overHttp} of 50 dealerships over ${SIZE.connections} connections never mix`,
    async () => {
      const app = createTestApp({
        connections: SIZE.connections,
        logLevel: "silent",
        config: { RATE_LIMIT_MAX_REQUESTS: 1_000_000 },
      });
      const { fetch: answer } = createApp(app.deps);
      const server = Bun.serve({
        port: 0,
        fetch: (request, self) => answer(request, { server: self }),
      });
      const chance = chanceOf(11);
      const mixed: string[] = [];
      const statuses: Record<string, number> = {};
      const count = (name: string | number) => {
        statuses[name] = (statuses[name] ?? 0) + 1;
      };

      const PATHS: [method: string, path: (of: CrowdMember) => string][] = [
        ["GET", () => `/api/cars?priceMax=${1 + chance.below(1e6)}`],
        ["GET", () => "/api/cars/the-same-2020"],
        ["GET", () => "/api/site"],
        ["GET", () => "/api/admin/cars"],
        ["GET", () => "/api/admin/leads"],
        ["GET", () => "/api/admin/auth/me"],
        ["GET", ({ carId }) => `/api/admin/cars/${carId}`],
        ["PATCH", ({ carId }) => `/api/admin/cars/${carId}`],
      ];

      const request = async (member: CrowdMember, aborted: boolean) => {
        const { host, mark, token } = member;
        const [method, path] = chance.of(PATHS);
        const body = method === "PATCH" ? JSON.stringify({ color: `Red ${mark}` }) : undefined;
        const headers = {
          ...{ Host: host, Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
          ...(body && { "If-Match": '"1"' }),
        };
        const signal = aborted ? AbortSignal.timeout(chance.below(6)) : undefined;
        try {
          const response = await fetch(`http://127.0.0.1:${server.port}${path(member)}`, {
            ...{ method, headers, body, signal },
          });
          const told = await response.text();
          count(response.status);
          const marks = marksIn(told);
          const isOwn = response.ok ? marks.join() === mark : marks.every((one) => one === mark);
          if (!isOwn) mixed.push(`${mark}, ${method} ${path(member)}: ${told}`);
        } catch (error) {
          if (!aborted) throw error;
          count("aborted");
        }
      };

      /** Every now and then somebody's connection is ended or its statement cancelled. */
      let isOver = false;
      const havoc = async () => {
        while (!isOver) {
          const end = chance.is(0.5) ? "pg_terminate_backend" : "pg_cancel_backend";
          await owner.query(
            `SELECT ${end}(pid) FROM (SELECT pid FROM pg_stat_activity
               WHERE usename = 'autoleads_app' AND datname = current_database()
               ORDER BY random() LIMIT 1) AS one`,
          );
          await Bun.sleep(60);
        }
      };
      const wreck = havoc();
      const limit = pLimit(AT_ONCE);
      await Promise.all(
        Array.from({ length: SIZE.overHttp }, () => {
          const member = chance.of(crowd);
          const aborted = chance.is(0.05);
          return limit(() => request(member, aborted));
        }),
      );
      isOver = true;
      await wreck;

      expect(mixed.slice(0, 3)).toEqual([]);
      expect(statuses["aborted"]).toBeGreaterThan(0);
      expect(statuses[200]).toBeGreaterThan(SIZE.overHttp / 2);
      // Afterwards everybody is served.
      for (const { host, mark } of crowd) {
        const response = await app.send(host, `/api/cars?priceMin=1&priceMax=${2e6}`);
        expect(response.status).toBe(200);
        expect(marksIn(await response.text())).toEqual([mark]);
      }
      await server.stop(true);
      await app.close();
    },
    TIME,
  );
});
