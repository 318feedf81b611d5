import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { createTestApp, testOwnerUrl } from "../support/test-app.ts";
import {
  connectOwner,
  openImportDatabase,
  openStockedDealership,
  type StockedDealership,
} from "./dealership.ts";

const COMMAND = join(import.meta.dir, "../../scripts/import.ts");
const app = createTestApp();
const database = openImportDatabase();
let owner: pg.Client;
let folder: string;
let dealership: StockedDealership;
beforeAll(async () => {
  owner = await connectOwner();
  folder = await mkdtemp(join(tmpdir(), "autoleads-import-"));
  dealership = await openStockedDealership(app, database, owner);
  await Bun.write(
    join(folder, "stok.csv"),
    "merek,model,tahun,harga\nToyota,Avanza,2019,185jt\nHonda,Brio,x,90jt\n",
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

describe("bun run import", () => {
  test("--help shows the options, the fields and examples", async () => {
    const { out, code } = await run("--help");
    expect(code).toBe(0);
    for (const part of ["--map", "--rate", "--dry-run", "annualTaxUntil", "Examples:"]) {
      expect(out).toContain(part);
    }
  });

  test("--dry-run shows what would happen and stores nothing", async () => {
    const { out, code } = await runFor("--dry-run", "stok.csv");
    expect(code).toBe(0);
    expect(out).toContain("Nothing was stored.");
    expect(out).toContain("line 2: create 2019 Toyota Avanza");
    expect(await dealership.cars()).toEqual([]);
  });

  test("imports, and ends well although a row is rejected", async () => {
    const { out, code } = await runFor("--json", "stok.csv");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ...{ read: 2, created: 1, updated: 0, unchanged: 0, rejected: 1, blank: 0, warnings: 0 },
      ...{ dryRun: false, rejectedFile: "stok.csv.rejected.csv", seconds: expect.any(Number) },
    });
    const rejected = await readFile(join(folder, "stok.csv.rejected.csv"), "utf8");
    expect(rejected).toStartWith("\ufeffline,reasons,merek,model,tahun,harga\r\n3,");
    expect(await dealership.cars()).toHaveLength(1);
    const again = await runFor("stok.csv");
    expect(again.out).toMatch(/created +0\n +updated +0\n +unchanged +1\n +rejected +1/);
  });

  test("writes rejected rows where it is told, or here when the input's folder is read-only", async () => {
    const closed = join(folder, "closed");
    await mkdir(closed);
    await Bun.write(join(closed, "b.csv"), "merek,model,tahun\nHonda,Brio,x\n");
    await chmod(closed, 0o555);
    const { out } = await runFor("--json", "closed/b.csv");
    expect(JSON.parse(out).rejectedFile).toBe("b.csv.rejected.csv");
    expect(await readdir(closed)).toEqual(["b.csv"]);
    await runFor("--rejected", "elsewhere.csv", "closed/b.csv");
    expect(await Bun.file(join(folder, "elsewhere.csv")).exists()).toBe(true);
    const refused = await runFor("--rejected", "closed/no.csv", "closed/b.csv");
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("cannot be written") });
    await chmod(closed, 0o755);
  });

  test("takes all rows or none, remembers how a file was read, and undoes the last import", async () => {
    const own = await openStockedDealership(app, database, owner);
    const runOwn = (...args: string[]) => run("--tenant", own.tenant.slug, ...args);
    const refused = await runOwn("--mode", "file", "stok.csv");
    expect(refused.code).toBe(1);
    expect(refused.out).toStartWith("Nothing of stok.csv is stored");
    expect(await own.cars()).toEqual([]);

    await Bun.write(join(folder, "a.csv"), "Stok,Seri,Thn,Rp\nH1,Civic,2017,185jt\n");
    await Bun.write(
      join(folder, "b.csv"),
      "Stok,Seri,Thn,Rp\nH1,Civic,2017,170jt\nH2,Jazz,2018,90jt\n",
    );
    const map = "displayCode=Stok,model=Seri,year=Thn,price=Rp";
    expect((await runOwn("--map", map, "--set", "brand=Honda", "a.csv")).code).toBe(0);
    const dry = await runOwn("--dry-run", "b.csv");
    expect(dry.out).toContain("line 2: update 2017 Honda Civic: price 185000000 → 170000000");
    expect(JSON.parse((await runOwn("--json", "b.csv")).out)).toMatchObject({
      created: 1,
      updated: 1,
    });
    const undone = await runOwn("--undo");
    expect(undone.out).toMatch(/removed +1\n +restored 1\n +left +0/);
    expect(await own.cars()).toMatchObject([{ display_code: "H1", price_idr: 185_000_000 }]);
    expect(await runOwn("--undo")).toMatchObject({
      ...{ code: 1, err: expect.stringContaining("Only the last import") },
    });
  }, 90_000);

  test.each([
    [["--tenant", "x", "--undo", "stok.csv"], "--undo takes no file"],
    [["--undo"], "--tenant is required"],
    [["--tenant", "x", "--mode", "some", "stok.csv"], "use rows or file"],
    [["stok.csv"], "--tenant is required"],
    [["--tenant", "nobody", "stok.csv"], "There is no dealership called nobody"],
    [["--tenant", "x"], "Name the file to import"],
    [["--tenant", "x", "a.csv", "b.csv"], "Import one file at a time"],
    [["--tenant", "x", "missing.csv"], "There is no file missing.csv"],
    [["--tenant", "x", "."], "is not a file"],
    [["--tenant", "x", "--colour", "stok.csv"], "--colour"],
    [
      ["--tenant", "x", "--map", "wheels=ban", "stok.csv"],
      'no field "wheels". The fields are: displayCode',
    ],
    [["--tenant", "x", "--rate", "GBP=20.500", "stok.csv"], "such as GBP=20500"],
    [["--tenant", "x", "--status", "sold", "stok.csv"], "use available or draft"],
    [["--tenant", "x", "--rejected", "stok.csv", "stok.csv"], "names the file to import"],
  ])("%p is refused with what to do", async (args, message) => {
    const { err, out, code } = await run(...args);
    expect(err).toContain(message);
    expect(err).not.toContain("    at ");
    expect([out, code]).toEqual(["", 1]);
  });

  test.each([
    [["--map", "fuel=bbm"], 'The file has no column "bbm". Its columns are: "merek", "model"'],
    [["--set", "year=abc"], 'The constant year: "abc" is not a year'],
  ])("%p is refused for this file", async (args, message) => {
    const { err, code } = await runFor(...args, "stok.csv");
    expect(err).toContain(message);
    expect(code).toBe(1);
  });
});
