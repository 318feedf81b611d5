/**
 * A thousand random statements of the app's role with A's id set: none reads, changes or locks a
 * row of B. ISOLATION_SEED repeats a run; ISOLATION_STATEMENTS sets how many there are.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import pg from "pg";
import { appUrl } from "../../src/db/index.ts";
import { runCopy } from "../support/attack-copy.ts";
import {
  checksums,
  connect,
  rowsOf,
  type TenantTable,
  tellingTexts,
  tenantTables,
} from "../support/attack-database.ts";
import { type Dealership, enlarge, openDealership } from "../support/attack-dealership.ts";
import { chanceOf } from "../support/attack-random.ts";
import { takeSnapshot } from "../support/attack-snapshot.ts";
import { readGrants, type SqlMaterial } from "../support/attack-sql.ts";
import { type Statement, type Step, statementsOf } from "../support/attack-statements.ts";
import { createTestApp } from "../support/test-app.ts";

const SEED = Number(process.env["ISOLATION_SEED"] ?? Date.now() % 1e9);
const STATEMENTS = Number(process.env["ISOLATION_STATEMENTS"] ?? 1000);
/** After so many A's rows are brought back and B's are looked at. */
const BATCH = 20;

const app = createTestApp();
let owner: pg.Client;
let client: pg.Client;
let a: Dealership;
let b: Dealership;
let tables: TenantTable[];
let material: SqlMaterial;
let restore: () => Promise<void>;

/** Every value as PostgreSQL writes it. */
const types = { getTypeParser: () => (value: string) => value };

beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  client = new pg.Client({ connectionString: appUrl(app.ownerUrl), types });
  await client.connect();
  tables = await tenantTables(owner);
  a = await openDealership(app, owner);
  b = await openDealership(app, owner);
  for (const one of [a, b]) await enlarge(app, owner, one);
  const own = await rowsOf(owner, tables, a.id);
  const foreign = await rowsOf(owner, tables, b.id);
  material = { ...(await readGrants(owner, tables)), a: a.id, b: b.id, own, foreign };
  restore = await takeSnapshot(owner, tables, [a.id]);
});
afterAll(async () => {
  await client.end();
  await owner.end();
  await app.close();
});

async function run({ as, sql, copy }: Step): Promise<{ ok: boolean; told: string }> {
  const tenant = { A: a.id, B: b.id, nobody: "" }[as];
  await client.query(`BEGIN; SELECT set_config('app.tenant_id', '${tenant}', true)`);
  try {
    if (copy !== undefined) return { ok: true, told: await runCopy(client, sql, copy) };
    const results = [await client.query(sql)].flat();
    return { ok: true, told: JSON.stringify(results.map(({ rows }) => rows)) };
  } catch (error) {
    const { message, detail, hint, where, code } = error as pg.DatabaseError;
    if (!code) throw new Error(`${sql}: ${message}`);
    return { ok: false, told: [message, detail, hint, where].join(" ") };
  } finally {
    await client.query("COMMIT");
  }
}

const seeded = `ISOLATION_SEED=${SEED}`;

test(`${STATEMENTS} random statements meet no row of another tenant (${seeded})`, async () => {
  const makeStatement = statementsOf(chanceOf(SEED), material);
  const ofA = tellingTexts(material.own);
  const ofB = tellingTexts(material.foreign).difference(ofA);
  const before = await checksums(owner, tables, [b.id], "and touch");
  const outcomes = new Map<string, { good: number; all: number }>();
  let readings = 0;

  for (let done = 0; done < STATEMENTS; done += BATCH) {
    const batch: Statement[] = [];
    // What A has written since its rows were brought back, it may read again.
    let known = "";
    for (let n = done; n < Math.min(done + BATCH, STATEMENTS); n += 1) {
      const statement = makeStatement();
      batch.push(statement);
      const { kind, steps, mayTell = [] } = statement;
      known += steps.map(({ sql }) => sql).join();
      const permitted = tellingTexts(
        Object.fromEntries(mayTell.map((table) => [table, material.foreign[table]])),
      );
      let good = true;
      for (const step of steps) {
        const { ok, told } = await run(step);
        good &&= ok;
        if (ok && (told.includes(a.mark) || told.includes(a.id))) readings += 1;
        if (step.as === "B") continue;
        const leaked = [...ofB].filter(
          (text) => told.includes(text) && !known.includes(text) && !permitted.has(text),
        );
        expect(leaked, `${seeded}, ${kind}: ${step.sql}`).toEqual([]);
      }
      const count = outcomes.get(kind) ?? { good: 0, all: 0 };
      outcomes.set(kind, { good: count.good + Number(good), all: count.all + 1 });
    }
    const shown = batch.flatMap(({ steps }) => steps.map(({ sql }) => sql)).join(";\n");
    expect(await checksums(owner, tables, [b.id], "and touch"), `${seeded}:\n${shown}`).toEqual(
      before,
    );
    await restore();
  }

  // Statements that are all refused, or find nothing, prove nothing.
  const good = [...outcomes.values()].reduce((sum, count) => sum + count.good, 0);
  expect(good / STATEMENTS, seeded).toBeGreaterThan(0.4);
  expect(readings / STATEMENTS, seeded).toBeGreaterThan(0.2);
  if (process.env["ISOLATION_VERBOSE"]) console.table(Object.fromEntries(outcomes));
}, 600_000);
