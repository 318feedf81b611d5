import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { eventsOf } from "../support/audit-events.ts";
import { createTestApp, testOwnerUrl } from "../support/test-app.ts";
import {
  connectOwner,
  onDisk,
  openImportDatabase,
  openStockedDealership,
  type StockedDealership,
} from "./dealership.ts";

const COMMAND = join(import.meta.dir, "../../scripts/export.ts");
const app = createTestApp();
const database = openImportDatabase();
let owner: pg.Client;
let folder: string;
let dealership: StockedDealership;
beforeAll(async () => {
  owner = await connectOwner();
  folder = await mkdtemp(join(tmpdir(), "autoleads-export-"));
  dealership = await openStockedDealership(app, database, owner);
  await dealership.import(
    "kode,merek,model,tahun,harga,modal\nA1,Toyota,Avanza,2019,185jt,150jt\nA2,Honda,Brio,2018,,\n",
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await owner.end();
  await database.close();
  await app.close();
});

async function run(...args: string[]) {
  const child = Bun.spawn([process.execPath, COMMAND, ...args], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: "test", DATABASE_URL: testOwnerUrl() },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { out, err, code: await child.exited };
}
const runFor = (...args: string[]) => run("--tenant", dealership.tenant.slug, ...args);

describe("bun run export", () => {
  test("--help shows the options and examples", async () => {
    const { out, code } = await run("--help");
    expect(code).toBe(0);
    for (const part of ["--format", "--out", "--price-max", "Examples:"]) {
      expect(out).toContain(part);
    }
  });

  test("writes a file that changes nothing when it is imported, and the event of it", async () => {
    const { err, code } = await runFor("--out", "stok.xlsx");
    expect([code, err]).toEqual([0, expect.stringContaining("Exported 2 cars of")]);
    expect(await readdir(folder)).toEqual(["stok.xlsx"]);
    const outcome = await dealership.import(onDisk(join(folder, "stok.xlsx")));
    expect(outcome).toMatchObject({ created: 0, updated: 0, unchanged: 2, rejections: [] });
    const events = await eventsOf(owner, dealership.tenant.id);
    expect(events).toContainEqual(
      expect.objectContaining({
        ...{ action: "stock.exported", actor_kind: "operator" },
        after: { format: "xlsx", cars: 2, withCosts: true },
      }),
    );
  });

  test("writes the cars of a filter to the standard output", async () => {
    const { out, code } = await runFor("--status", "draft", "--brand", "HONDA");
    expect(code).toBe(0);
    expect(out).toStartWith("kode,nomor rangka,");
    expect(out.match(/^A\d/gm)).toEqual(["A2"]);
  });

  test("keeps a file that is there, unless told", async () => {
    await Bun.write(join(folder, "old.csv"), "old");
    const kept = await runFor("--out", "old.csv");
    expect([kept.code, kept.err]).toEqual([1, expect.stringContaining("say --overwrite")]);
    expect(await Bun.file(join(folder, "old.csv")).text()).toBe("old");
    expect((await runFor("--out", "old.csv", "--overwrite")).code).toBe(0);
    expect(await Bun.file(join(folder, "old.csv")).text()).toContain("A1,");
  });

  test.each([
    [[], "--tenant is required"],
    [["--tenant", "nobody"], "There is no dealership called nobody"],
    [["--tenant", "x", "--format", "pdf"], "--format: "],
    [["--tenant", "x", "--year-min", "abc"], "--year-min: must be a whole number"],
    [["--tenant", "x", "--colour", "red"], "--colour"],
    [["--tenant", "x", "--out", "."], "is not a file"],
    [["--tenant", "x", "more"], "more"],
  ])("%p is refused with what to do", async (args, message) => {
    const { err, out, code } = await run(...args);
    expect(err).toContain(message);
    expect(err).not.toContain("    at ");
    expect([out, code]).toEqual(["", 1]);
  });

  test("a file that cannot be written leaves none", async () => {
    const { err, code } = await runFor("--out", "missing/stok.csv");
    expect([code, err]).toEqual([1, expect.stringContaining("no such file or directory")]);
  });
});
