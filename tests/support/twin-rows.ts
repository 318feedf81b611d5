import type pg from "pg";
import { AUDIT_ACTIONS, AUDIT_ACTORS, AUDIT_SUBJECTS } from "../../src/domain/audit/vocabulary.ts";
import { BY_STAFF, CAR_EVIDENCE } from "../../src/domain/cars/matching/stock-car.ts";
import { EMAIL_KINDS } from "../../src/domain/emails/email-kinds.ts";
import { NOTIFICATION_KINDS } from "../../src/domain/inbox/inbox-settings.ts";
import { LEAD_EVENT_KINDS } from "../../src/domain/leads/lead-event-kinds.ts";
import { LIVE_KINDS } from "../../src/domain/live/publish-live-event.ts";
import { ROLES } from "../../src/domain/staff/permissions.ts";
import type { TenantTable } from "./attack-database.ts";
import { type Column, writtenColumns } from "./attack-snapshot.ts";

/**
 * How a twin resembles the dealership whose ids, slugs, codes, hashes and numbers it shares:
 * "exact" differs in its free texts alone, "contrary" in everything that is no key.
 */
export type Likeness = "exact" | "contrary";

interface Keys {
  /** "table.column" of what identifies rows within a tenant, or points at others. */
  within: Set<string>;
  /** "table.column" of what is unique in the whole installation. */
  everywhere: Set<string>;
  /** "table.column" of what a partial unique index asks for. */
  conditions: Set<string>;
  /** The words that a column may hold, by "table.column". */
  words: Map<string, string[]>;
}

/** Words that the code alone keeps to. */
const KNOWN_TO_THE_CODE = {
  "staff.role": ROLES,
  "audit_events.action": AUDIT_ACTIONS,
  "audit_events.subject_type": AUDIT_SUBJECTS,
  "audit_events.actor_kind": AUDIT_ACTORS,
  "emails.kind": EMAIL_KINDS,
  "conversations.car_evidence": [...CAR_EVIDENCE, BY_STAFF],
  "lead_events.kind": LEAD_EVENT_KINDS,
  "live_events.kind": LIVE_KINDS,
  "notifications.kind": NOTIFICATION_KINDS,
};

async function readKeys(owner: pg.Client): Promise<Keys> {
  const { rows: indexed } = await owner.query<{ column: string; isGlobal: boolean }>(`
    SELECT i.indrelid::regclass || '.' || a.attname AS column,
      NOT EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = i.indrelid
        AND t.attname = CASE WHEN i.indrelid = 'tenants'::regclass THEN 'id' ELSE 'tenant_id' END
        AND t.attnum = ANY (i.indkey)) AS "isGlobal"
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    JOIN pg_class c ON c.oid = i.indrelid
    WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace`);
  const { rows: pointing } = await owner.query<{ column: string }>(`
    SELECT c.conrelid::regclass || '.' || a.attname AS column
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`);
  const { rows: partial } = await owner.query<{ column: string }>(`
    SELECT i.indrelid::regclass || '.' || a.attname AS column
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0
    WHERE i.indisunique AND pg_get_expr(i.indpred, i.indrelid) ~ ('\\m' || a.attname || '\\M')`);
  const { rows: checks } = await owner.query<{ column: string; definition: string }>(`
    SELECT c.conrelid::regclass || '.' || a.attname AS column, pg_get_constraintdef(c.oid) AS definition
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
    WHERE c.contype = 'c' AND c.connamespace = 'public'::regnamespace`);
  const words = new Map<string, string[]>();
  for (const { column, definition } of checks) {
    const listed = [...definition.matchAll(/'([a-z_]+)'::text/g)].map(([, word = ""]) => word);
    if ((words.get(column)?.length ?? 0) <= listed.length) words.set(column, listed);
  }
  for (const [column, known] of Object.entries(KNOWN_TO_THE_CODE)) words.set(column, [...known]);
  const names = (rows: { column: string }[]) => new Set(rows.map(({ column }) => column));
  return {
    within: names(indexed.filter(({ isGlobal }) => !isGlobal)).union(names(pointing)),
    everywhere: names(indexed.filter(({ isGlobal }) => isGlobal)),
    conditions: names(partial),
    words,
  };
}

/** The next of the words that a column may hold. */
function otherWord(column: string, words: string[]): string {
  const cases = words.map((word, n) => `WHEN '${word}' THEN '${words[(n + 1) % words.length]}'`);
  return `CASE ${column} ${cases.join(" ")} ELSE ${column} END`;
}

/** SQL of a twin's value of a column. */
function twinValue(column: Column, keys: Keys, mark: string, likeness: Likeness): string {
  const name = `"${column.name}"`;
  const path = `${column.table}.${column.name}`;
  const isContrary = likeness === "contrary";
  if (keys.everywhere.has(path)) return `'${mark}-' || ${name}`;
  if (keys.within.has(path)) return name;
  const words = keys.words.get(path) ?? [];
  if (column.type === "text" && words.length > 0) return isContrary ? otherWord(name, words) : name;
  if (column.type === "text") {
    return isContrary ? `coalesce(${name}, '') || ' ${mark}'` : `${name} || ' ${mark}'`;
  }
  if (column.type === "text[]") return `array_append(${name}, '${mark}')`;
  if (column.type === "jsonb") {
    return `CASE jsonb_typeof(${name}) WHEN 'object' THEN ${name} || '{"mark": "${mark}"}' ELSE ${name} END`;
  }
  if (!isContrary) return name;
  if (/^(integer|bigint|smallint|double|numeric)/.test(column.type)) return `${name} + 1`;
  if (column.type === "boolean") return keys.conditions.has(path) ? "false" : `NOT ${name}`;
  if (column.type.startsWith("timestamp")) {
    const past = "now() - interval '1 day'";
    return column.isNotNull ? past : `CASE WHEN ${name} IS NULL THEN ${past} END`;
  }
  return name;
}

/**
 * Gives another tenant a copy of each row of a dealership, under the same keys. The database must
 * have no check constraints: a contrary twin breaks them.
 */
export async function addTwin(
  owner: pg.Client,
  tables: TenantTable[],
  originalId: string,
  twin: { id: string; mark: string; likeness: Likeness },
  words: Map<string, string[]>,
): Promise<void> {
  const keys = { ...(await readKeys(owner)), words };
  const columns = await writtenColumns(owner, tables);
  const copies = tables.map(({ name, key }) => {
    const own = columns.filter(({ table }) => table === name);
    const values = own.map((column) =>
      column.name === key ? `'${twin.id}'` : twinValue(column, keys, twin.mark, twin.likeness),
    );
    const list = own.map((column) => `"${column.name}"`).join(", ");
    return `INSERT INTO ${name} (${list}) SELECT ${values.join(", ")} FROM ${name} WHERE ${key} = '${originalId}'`;
  });
  await owner.query(
    `BEGIN; SET LOCAL session_replication_role = replica; ${copies.join(";")}; COMMIT`,
  );
}

/** Takes the check constraints away and tells which words they allowed, by "table.column". */
export async function dropChecks(owner: pg.Client): Promise<Map<string, string[]>> {
  const { words } = await readKeys(owner);
  await owner.query(`DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS "table", conname FROM pg_constraint
      WHERE contype = 'c' AND connamespace = 'public'::regnamespace
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c."table", c.conname); END LOOP;
  END $$`);
  return words;
}
