/** What was answered by 200 outlives the death of each part, and the answers stay true meanwhile. */
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import { quantile } from "../../scripts/storm/print-storm.ts";
import { type FaultStage, openFaultStage } from "../support/fault-stage.ts";

setDefaultTimeout(60_000);

/** Milliseconds. */
const RECOVERY_LIMIT = 5_000;
const WRITE_LIMIT = 3_000;

let stage: FaultStage;
beforeAll(async () => {
  stage = await openFaultStage();
});
afterAll(() => stage?.close());
afterEach(async () => {
  expect(await stage.violations()).toEqual([]);
});

interface Answer {
  status: number;
  retryAfter: number;
  ms: number;
}

async function ask(server: number, path: string, init: RequestInit = {}): Promise<Answer> {
  const port = stage.cluster.servers[server]?.port;
  const began = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...init,
    headers: { Host: `${stage.tenants[0]?.host}`, ...(init.headers as Record<string, string>) },
    signal: AbortSignal.timeout(15_000),
  }).catch(() => null);
  await answer?.arrayBuffer();
  return {
    status: answer?.status ?? 0,
    retryAfter: Number(answer?.headers.get("Retry-After")),
    ms: performance.now() - began,
  };
}

/** A body that is accepted and holds no message: it leaves nothing behind. */
const report = (server: number) =>
  ask(server, `/webhook/fonnte/${stage.tenants[0]?.devices[0]?.token}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sender: "120363000000000000@g.us", message: "In a group" }),
  });

const enquire = (server: number) =>
  ask(server, "/api/leads", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: "Budi", phone: "0812-3456-7890", kind: "question", message: "?" }),
  });

/** Milliseconds until both processes accept again. */
async function recovery(): Promise<number> {
  const began = performance.now();
  for (const server of [0, 1]) while ((await report(server)).status !== 200) await Bun.sleep(50);
  return performance.now() - began;
}

function expectUnavailable(answers: Answer[]): void {
  for (const { status, retryAfter, ms } of answers) {
    expect(status).toBe(503);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(3);
    expect(ms).toBeLessThan(WRITE_LIMIT);
  }
}

describe("a process that is killed", () => {
  test("loses nothing of what it has accepted, and is caught up within 30 s", async () => {
    const [first, second] = stage.cluster.servers;
    const posting = stage.post({ messages: 400, seconds: 6 });
    for (const server of [first, second, first, second]) {
      await Bun.sleep(1_200);
      server?.kill();
    }
    const { givenUp, settled } = await posting;
    expect(givenUp).toEqual([]);
    expect(settled.seconds).toBeLessThan(30);
    expect(stage.cluster.servers.map((server) => server.kills())).toEqual([2, 2]);
    expect(stage.cluster.servers.map((server) => server.crashes())).toEqual([0, 0]);
  });
});

describe("a PostgreSQL", () => {
  test("that is stopped at once or killed loses nothing, and is in use again within 5 s", async () => {
    for (const fault of ["stopImmediately", "kill"] as const) {
      const posting = stage.post({ messages: 150, seconds: 2 });
      await Bun.sleep(700);
      await stage.cluster.database[fault]();
      await Bun.sleep(100);
      await stage.cluster.database.answers();
      expect(await recovery()).toBeLessThan(RECOVERY_LIMIT);
      const { givenUp, wrong } = await posting;
      expect({ givenUp, wrong }).toEqual({ givenUp: [], wrong: [] });
    }
  });

  test("that is frozen for 10 s: writes are told when to try again, cached reads go on", async () => {
    for (const server of [0, 1]) expect((await ask(server, "/api/cars")).status).toBe(200);
    const posting = stage.post({ messages: 100, seconds: 2 });
    const thaw = await stage.cluster.database.freeze();
    const thawed = Bun.sleep(10_000).then(thaw);
    const writes: Answer[] = [];
    const reads: Answer[] = [];
    for (const until = performance.now() + 7_000; performance.now() < until; ) {
      const [a, b, c] = await Promise.all([report(0), enquire(1), ask(0, "/api/cars")]);
      writes.push(a, b);
      reads.push(c);
      await Bun.sleep(300);
    }
    await thawed;
    const recovered = await recovery();
    const { givenUp } = await posting;
    expectUnavailable(writes);
    expect(new Set(reads.map(({ status }) => status))).toEqual(new Set([200]));
    expect(recovered).toBeLessThan(RECOVERY_LIMIT);
    expect(givenUp).toEqual([]);
  });

  test("whose sessions are cut again and again answers 503 at the worst", async () => {
    const posting = stage.post({ messages: 200, seconds: 3 });
    for (let round = 0; round < 10; round += 1) {
      await Bun.sleep(300);
      await stage.cluster.database.terminateBackends();
    }
    const { givenUp, wrong } = await posting;
    expect({ givenUp, wrong }).toEqual({ givenUp: [], wrong: [] });
    expect(await recovery()).toBeLessThan(RECOVERY_LIMIT);
  });

  test("that has no connection left: writes are told when to try again", async () => {
    const posting = stage.post({ messages: 100, seconds: 2 });
    const release = await stage.cluster.database.takeConnections();
    const writes = await Promise.all([report(0), report(1), enquire(0), enquire(1)]);
    await release();
    const recovered = await recovery();
    const { givenUp } = await posting;
    expectUnavailable(writes);
    expect(recovered).toBeLessThan(RECOVERY_LIMIT);
    expect(givenUp).toEqual([]);
  });
});

describe.skipIf(!Bun.which("redis-server"))("a Redis", () => {
  test("that is away, frozen, wiped, read-only or empty keeps no message back", async () => {
    const { redis } = stage.cluster;
    if (!redis) throw new Error("there is no Redis");
    const load = { messages: 120, seconds: 1 };
    const phases: [name: string, befall: () => unknown, end: () => unknown][] = [
      ["up", () => {}, () => {}],
      ["frozen", () => redis.signal("SIGSTOP"), () => redis.signal("SIGCONT")],
      ["wiped", () => redis.flush(), () => {}],
      ["read-only", () => redis.readOnly(true), () => redis.readOnly(false)],
      ["down", () => redis.kill(), () => redis.start()],
      ["restarted empty", () => {}, () => {}],
    ];
    const lines: string[] = [];
    // What the faults before left of connections goes with these.
    await stage.post(load);
    for (const [name, befall, end] of phases) {
      await befall();
      const { answers, times } = await stage.post(load);
      const reads = await Promise.all([0, 1].map((server) => ask(server, "/api/cars")));
      await end();
      expect({ name, answers: Object.keys(answers) }).toEqual({ name, answers: ["200"] });
      expect(reads.map(({ status }) => status)).toEqual([200, 200]);
      lines.push(`${name} ${quantile(times, 0.99).toFixed(0)} ms`);
    }
    console.log(`p99 of the webhook's answer while Redis is ${lines.join(", ")}`);
  });
});
