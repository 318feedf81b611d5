import { expect, test } from "bun:test";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../../src/db/index.ts";
import { SCRIPT_LOCK } from "../../src/db/schema-engine.ts";
import { testOwnerUrl } from "../support/test-app.ts";

const PROGRAM = join(import.meta.dir, "../support/migrate-process.ts");

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

test.each([
  ["rolled back", true],
  ["still running", false],
])(
  "a migration whose process was killed, its script %s, is taken up by the next",
  async (_, end) => {
    const owner = await connect(testOwnerUrl());
    const name = `migrate_${crypto.randomUUID().slice(0, 8)}`;
    await owner.query(`CREATE DATABASE ${name}`);
    const url = new URL(testOwnerUrl());
    url.pathname = `/${name}`;
    const holder = await connect(url.href);
    await holder.query("SELECT pg_advisory_lock($1)", [SCRIPT_LOCK]);

    const child = Bun.spawn([process.execPath, PROGRAM, url.href], {
      stdio: ["ignore", "ignore", "ignore"],
    });
    const waiting = `FROM pg_stat_activity
    WHERE datname = '${name}' AND wait_event = 'advisory' AND query LIKE '%xact_lock%'`;
    for (;;) {
      const { rows } = await owner.query(`SELECT pid ${waiting}`);
      if (rows.length > 0) break;
      expect(child.exitCode).toBeNull();
      await Bun.sleep(20);
    }
    child.kill("SIGKILL");
    await child.exited;
    if (end) await owner.query(`SELECT pg_terminate_backend(pid) ${waiting}`);

    const next = migrate(url.href);
    await Bun.sleep(200);
    await holder.end();
    await next;
    expect(await migrate(url.href)).toEqual([]);
    const check = await connect(url.href);
    const { rows } = await check.query(
      "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL",
    );
    expect(rows).toEqual([]);
    expect((await check.query("SELECT count(*)::int AS n FROM tenants")).rows).toEqual([{ n: 0 }]);
    await check.end();
    await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await owner.end();
  },
);
