/** A process that is killed in the midst of an import. */
import { afterAll, expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { workerUrl } from "../../src/db/index.ts";
import { startJobWorker } from "../../src/infra/job-queue.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { importStockJob } from "../../src/jobs/handlers/import-stock.ts";
import { connect } from "../support/attack-database.ts";
import { eventually } from "../support/eventually.ts";
import { csv, openImportStage } from "../support/import-stage.ts";
import { createTestApp } from "../support/test-app.ts";

const PROGRAM = join(import.meta.dir, "../support/import-worker-process.ts");
const ROWS = 12_000;

const app = createTestApp();
const owner = await connect(app.ownerUrl);
afterAll(async () => {
  await owner.end();
  await app.close();
});

test("an import whose process is killed while it writes is done once by another, and leaves nothing", async () => {
  const stage = await openImportStage(app, owner);
  const rows = Array.from({ length: ROWS }, (_, n) => `K${n},Toyota,Avanza,2019,185jt`);
  const id = await stage.upload(
    csv("kode,merek,model,tahun,harga", ...rows, "K0,Kia,Rio,2012,1jt"),
  );
  const count = async (table: string) => (await stage.rows(table)).length;
  const child = Bun.spawn([process.execPath, PROGRAM], { stdio: ["ignore", "pipe", "inherit"] });
  const half = async () => {
    const { state, progress } = await stage.get(id);
    return state === "writing" && progress.done > 0 && progress.done < ROWS;
  };
  await eventually(half);
  child.kill("SIGKILL");
  await child.exited;
  expect(await stage.get(id)).toMatchObject({ state: "writing", counts: null });
  for (const table of ["cars", "car_prices", "stock_import_changes", "stock_columns"]) {
    expect([table, await count(table)]).toEqual([table, 0]);
  }

  const next = startJobWorker(
    workerUrl(app.ownerUrl),
    { importStock: (payload) => importStockJob(app.deps, payload as never) },
    { concurrency: 1, log: createLogger("silent") },
  );
  const done = async () => (await stage.get(id)).state === "done";
  await eventually(done).catch(() => eventually(done));
  await next.stop();
  expect(await stage.get(id)).toMatchObject({ counts: { created: ROWS, rejected: 1 } });
  expect(await count("cars")).toBe(ROWS);
  expect(await count("car_prices")).toBe(ROWS);
  expect(await count("stock_imports")).toBe(1);
  const events = (await stage.rows("audit_events")).map(({ action }) => action);
  expect(events.filter((action: string) => action === "stock.imported")).toHaveLength(1);

  await stage.work("deleteObjects");
  const folder = join(app.deps.config.DATA_DIR, "objects");
  const files = await readdir(folder, { recursive: true });
  const left = files.filter((file) => file.includes(id) && /(source|rejected|part)$/.test(file));
  expect(left).toEqual([`${stage.tenant.id}/imports/${id}/rejected`]);
}, 120_000);
