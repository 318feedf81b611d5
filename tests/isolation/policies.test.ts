/** The second lock under attack: every tenant table, every command, every tenant one may set. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { appUrl } from "../../src/db/index.ts";
import {
  type Attempt,
  attempts,
  checksums,
  connect,
  type Row,
  rowsOf,
  type TenantTable,
  tenantTables,
} from "../support/attack-database.ts";
import { type Dealership, openDealership } from "../support/attack-dealership.ts";
import { createTestApp } from "../support/test-app.ts";

const NOBODY = "00000000-0000-0000-0000-000000000000";
const REFUSED = "42501";
const MALFORMED = "22P02";

const app = createTestApp();
let owner: pg.Client;
let tables: TenantTable[];
let a: Dealership;
let b: Dealership;
let rowsOfA: Record<string, Row[]>;
let rowsOfB: Record<string, Row[]>;
let before: Record<string, string>;

const everything = () => checksums(owner, tables, [a.id, b.id]);

beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  tables = await tenantTables(owner);
  a = await openDealership(app, owner);
  b = await openDealership(app, owner);
  rowsOfA = await rowsOf(owner, tables, a.id);
  rowsOfB = await rowsOf(owner, tables, b.id);
  before = await everything();
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

const INSERT = (table: string) =>
  `INSERT INTO ${table} SELECT * FROM json_populate_record(NULL::${table}, $1)`;

test("both dealerships have rows in every tenant table", () => {
  const empty = tables.filter(({ name }) => !rowsOfA[name]?.length || !rowsOfB[name]?.length);
  expect(empty.map(({ name }) => `${name} needs a row in fill of attack-rows.ts`)).toEqual([]);
});

describe.each([
  // Its grants alone refuse much; the role with every grant has nothing but the policies.
  ["the app's role", () => connect(appUrl(app.ownerUrl)), "", false],
  [
    "a role with every grant",
    () => connect(app.ownerUrl),
    `CREATE ROLE attack_probe; GRANT USAGE ON SCHEMA public TO attack_probe;
     GRANT ALL ON ALL TABLES IN SCHEMA public TO attack_probe; SET LOCAL ROLE attack_probe`,
    true,
  ],
] as const)("%s", (_, open, becomeRole, hasEveryGrant) => {
  let client: pg.Client;
  let attempt: Attempt;
  beforeAll(async () => {
    client = await open();
    attempt = attempts(client, becomeRole);
  });
  afterAll(async () => {
    await client.end();
    expect(await everything()).toEqual(before);
  });

  /** Without a grant an attempt is refused before it meets a policy. */
  const orRefused = (outcome: number | string) => (hasEveryGrant ? [outcome] : [outcome, REFUSED]);

  const COMMANDS = {
    SELECT: ({ name }: TenantTable) => `SELECT 1 FROM ${name}`,
    UPDATE: ({ name, key }: TenantTable) => `UPDATE ${name} SET ${key} = ${key}`,
    DELETE: ({ name }: TenantTable) => `DELETE FROM ${name}`,
  };

  test.each(Object.entries(COMMANDS))("meets no foreign row by %s", async (command, sqlFor) => {
    for (const table of tables) {
      const { name, key } = table;
      const sql = sqlFor(table);
      const foreign = await attempt(a.id, `${sql} WHERE ${key} = $1`, [b.id]);
      expect(orRefused(0), `${name}: of B, as A`).toContain(foreign);
      for (const nobody of [null, "", NOBODY]) {
        expect(orRefused(0), `${name}: as "${nobody}"`).toContain(await attempt(nobody, sql));
      }
      for (const malformed of ["x", `${b.id} `.repeat(2), "' OR true --", "%"]) {
        const outcome = await attempt(malformed, sql);
        expect(orRefused(MALFORMED), `${name}: as "${malformed}"`).toContain(outcome);
      }
      const own = await attempt(a.id, sql);
      const allowed = orRefused(rowsOfA[name]?.length ?? 0);
      // Rows that others point at stay.
      expect(command === "DELETE" ? [...allowed, "23503"] : allowed, `${name}: own`).toContain(own);
    }
  });

  test("inserts no foreign row and moves none to another tenant", async () => {
    for (const { name, key } of tables) {
      const foreign = JSON.stringify(rowsOfB[name]?.[0]);
      for (const tenant of [a.id, null, "", NOBODY]) {
        const outcome = await attempt(tenant, INSERT(name), [foreign]);
        expect(outcome, `${name}: a row of B, as "${tenant}"`).toBe(REFUSED);
      }
      const malformed = await attempt("x", INSERT(name), [foreign]);
      expect(orRefused(MALFORMED), name).toContain(malformed);
      const moved = await attempt(a.id, `UPDATE ${name} SET ${key} = $1`, [b.id]);
      expect(moved, `${name}: moved to B`).toBe(REFUSED);
      const own = await attempt(a.id, INSERT(name), [JSON.stringify(rowsOfA[name]?.[0])]);
      expect(orRefused("23505"), `${name}: own, which is there already`).toContain(own);
    }
  });
});

describe("the keys alone", () => {
  interface Reference {
    table: string;
    column: string;
    unique: string[];
  }

  /** The row as a new one: what must be unique differs, save for what it points at. */
  function anew(row: Row, { unique }: Reference): Row {
    const differ = (value: unknown) => {
      if (typeof value === "number") return value + 1_000;
      if (typeof value !== "string") return value;
      if (/^\d{4}-\d\d-\d\d$/.test(value)) return "2099-01-01";
      return /^[0-9a-f-]{36}$/.test(value) ? crypto.randomUUID() : `${value}00`;
    };
    return { ...row, ...Object.fromEntries(unique.map((name) => [name, differ(row[name])])) };
  }

  test("let no row point at another tenant's, not even the database owner's", async () => {
    const { rows: references } = await owner.query<Reference>(`
      SELECT c.conrelid::regclass::text AS table, a.attname AS column, array(
        SELECT DISTINCT u.attname::text FROM pg_index i
        JOIN pg_attribute u ON u.attrelid = i.indrelid AND u.attnum = ANY (i.indkey)
        WHERE i.indrelid = c.conrelid AND i.indisunique AND NOT EXISTS (
          SELECT FROM pg_constraint o
          WHERE o.contype = 'f' AND o.conrelid = c.conrelid AND u.attnum = ANY (o.conkey))) AS unique
      FROM pg_constraint c JOIN pg_attribute a
        ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attname <> 'tenant_id'
      WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`);
    expect(references.length).toBeGreaterThanOrEqual(12);
    const attempt = attempts(owner);
    for (const reference of references) {
      const { table, column } = reference;
      const name = `${table}.${column}`;
      const own = rowsOfA[table]?.find((row) => row[column] !== null);
      const foreign = rowsOfB[table]?.find((row) => row[column] !== null);
      if (!own || !foreign) throw new Error(`${name} needs a row in fill of attack-rows.ts`);
      const honest = JSON.stringify(anew(own, reference));
      const crossing = JSON.stringify({ ...anew(own, reference), [column]: foreign[column] });
      // Of a key made of references and closed words there is no second row to be had.
      const asOwn = await attempt(a.id, INSERT(table), [honest]);
      expect(["23505", "23514", 1], name).toContain(asOwn);
      const due = asOwn === 1 ? ["23503"] : ["23503", asOwn];
      expect(due, name).toContain(await attempt(a.id, INSERT(table), [crossing]));
      const update = `UPDATE ${table} SET ${column} = $1 WHERE tenant_id = $2 AND ${column} = $3`;
      const values = [foreign[column], a.id, own[column]];
      expect(await attempt(a.id, update, values), name).toBe("23503");
    }
    expect(await everything()).toEqual(before);
  });
});
