import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../../src/db/index.ts";
import { testOwnerUrl } from "../support/test-app.ts";

const owner = new pg.Client({ connectionString: testOwnerUrl() });
await owner.connect();
afterAll(() => owner.end());

const PROGRAM = join(import.meta.dir, "../support/migrate-process.ts");

test("a migration that is killed at any moment is taken up by the next", async () => {
  let killed = 0;
  for (let delay = 100; delay <= 700; delay += 50) {
    const name = `migrate_${crypto.randomUUID().slice(0, 8)}`;
    await owner.query(`CREATE DATABASE ${name}`);
    const url = new URL(testOwnerUrl());
    url.pathname = `/${name}`;
    const child = Bun.spawn([process.execPath, PROGRAM, url.href], {
      stdio: ["ignore", "ignore", "ignore"],
    });
    await Bun.sleep(delay);
    child.kill("SIGKILL");
    if ((await child.exited) !== 0) killed += 1;
    await migrate(url.href);
    expect(await migrate(url.href)).toEqual([]);
    await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
  expect(killed).toBeGreaterThan(0);
}, 120_000);
