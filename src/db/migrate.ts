import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { enableRoles } from "./app-role.ts";
import { migrateJobs } from "./job-schema.ts";
import { FORGET_UNFINISHED, openSchemaEngine } from "./schema-engine.ts";

const MIGRATIONS_FOLDER = join(import.meta.dir, "../../prisma/migrations");

/** Any number: it only has to be the same in every process that migrates. */
const MIGRATION_LOCK = 7_205_119;

interface Migration {
  name: string;
  sql: string;
}

async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(join(MIGRATIONS_FOLDER, name, "migration.sql"), "utf8"),
    })),
  );
}

async function isCurrent(owner: pg.Client, migrations: Migration[]): Promise<boolean> {
  const { rows: found } = await owner.query<{ table: string | null }>(
    `SELECT to_regclass('public._prisma_migrations')::text AS table`,
  );
  if (!found[0]?.table) return false;
  await owner.query(FORGET_UNFINISHED);
  const { rows } = await owner.query<{ migration_name: string; checksum: string }>(
    "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  return migrations.every(
    ({ name, sql }) => applied.get(name) === createHash("sha256").update(sql).digest("hex"),
  );
}

/** The migrations make roles, which belong to the whole cluster. */
async function assertMayMigrate(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ may_create: boolean; foreign: boolean }>(`
    SELECT rolsuper OR rolcreaterole AS may_create,
      NOT rolsuper AND EXISTS (
        SELECT FROM pg_roles r WHERE r.rolname IN ('autoleads_app', 'autoleads_system', 'autoleads_worker') AND NOT EXISTS (
          SELECT FROM pg_auth_members m
          WHERE m.roleid = r.oid AND m.member = o.oid AND m.admin_option)) AS foreign
    FROM pg_roles o WHERE rolname = current_user`);
  if (!rows[0]?.may_create) {
    throw new Error("The role of DATABASE_URL needs CREATEROLE: ALTER ROLE … CREATEROLE.");
  }
  if (rows[0].foreign) {
    throw new Error(
      "Another owner has AutoLeads in this PostgreSQL cluster. Use that owner, or another cluster.",
    );
  }
}

/** In the form that Prisma's schema engine reads. */
function migrationList(migrations: Migration[]) {
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
    })),
  };
}

/**
 * Brings the database up to the migrations of this checkout, those of its job queue included, and
 * lets the roles of the server log in.
 * Processes that start together wait for one another.
 * @returns the names of the migrations applied now, in order.
 * @throws when the database is not PostgreSQL 18 or later, or a migration fails.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const migrations = await readMigrations();
  const owner = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    if ((rows[0]?.version ?? 0) < 180_000) {
      throw new Error("DATABASE_URL points to a PostgreSQL older than 18; version 18 is required.");
    }
    await owner.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    let applied: string[] = [];
    if (!(await isCurrent(owner, migrations))) {
      await assertMayMigrate(owner);
      const engine = await openSchemaEngine(ownerUrl);
      try {
        const result = await engine.applyMigrations({
          migrationsList: migrationList(migrations),
          filters: { externalTables: [], externalEnums: [] },
        });
        applied = result.appliedMigrationNames;
      } finally {
        engine.free();
      }
    }
    await migrateJobs(owner, ownerUrl);
    await enableRoles(owner, ownerUrl);
    return applied;
  } finally {
    await owner.end();
  }
}
