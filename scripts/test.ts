/** `bun run test`: every test, on a PostgreSQL and a Redis of this run alone. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "../src/db/index.ts";
import { ensureKeys } from "../src/domain/keys/ensure-keys.ts";
import { startEmbeddedPostgres } from "../src/infra/embedded-postgres/index.ts";
import { newToken } from "../src/infra/secrets.ts";
import { closeOnSignal } from "./open-database.ts";
import { runtimeSettings } from "./runtime-settings.ts";
import { startTestRedis } from "./test-redis.ts";

const HELP = `Usage: bun run test [FILE …] [-t NAME]

Runs the tests on a throw-away PostgreSQL. Tests that need Redis run when redis-server is on the
PATH or TEST_REDIS_URL is set. Arguments go to \`bun test\`.`;

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  console.log(HELP);
  process.exit(0);
}

const folder = await mkdtemp(join(tmpdir(), "autoleads-test-"));
const dataDir = join(folder, "database");
const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
await migrate(postgres.ownerUrl);
const rootSecret = newToken();
await ensureKeys(postgres.ownerUrl, rootSecret);
const redis = await startTestRedis(folder);
if (!redis) {
  console.log(
    "Redis tests are SKIPPED: no redis-server on the PATH and TEST_REDIS_URL is not set.\n",
  );
}

const clean = async () => {
  await redis?.stop();
  await postgres.release();
  await rm(folder, { recursive: true, force: true });
};
closeOnSignal(clean);

const report = join(folder, "report.xml");
let exitCode = 1;
try {
  const runner = Bun.spawn(
    [
      process.execPath,
      "test",
      "--timeout=30000",
      "--reporter=junit",
      `--reporter-outfile=${report}`,
      ...args,
    ],
    {
      cwd: join(import.meta.dir, ".."),
      env: {
        ...process.env,
        NODE_ENV: "test",
        UV_THREADPOOL_SIZE: runtimeSettings["UV_THREADPOOL_SIZE"],
        TEST_OWNER_URL: postgres.ownerUrl,
        TEST_ROOT_SECRET: rootSecret,
        TEST_DATA_DIR: join(folder, "data"),
        ...(redis && { TEST_REDIS_URL: redis.url }),
      },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  exitCode = await runner.exited;
  if (existsSync(report)) {
    const { passed, failed, skipped } = countCases(await Bun.file(report).text());
    if (skipped > 0 && !redis) console.log("\nRedis tests were SKIPPED: install redis-server.");
    console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  }
} finally {
  await clean();
}
process.exit(exitCode);

function countCases(xml: string) {
  const total = (name: string) =>
    Number(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const failed = total("failures") + total("errors");
  const skipped = total("skipped");
  return { passed: total("tests") - failed - skipped, failed, skipped };
}
