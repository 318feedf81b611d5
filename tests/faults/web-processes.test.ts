/** WEB_CONCURRENCY: several processes on one port, begun, replaced and ended by one. */
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { freePort } from "../../scripts/free-port.ts";
import { type Cluster, openCluster } from "../../scripts/storm/cluster.ts";
import { createTenant } from "../../src/domain/tenants/create-tenant.ts";
import { eventually } from "../support/eventually.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

setDefaultTimeout(60_000);

const HOST = "prima.localhost";

let cluster: Cluster;
const started: ServerProcess[] = [];
beforeAll(async () => {
  cluster = await openCluster();
  const owner = { name: "Olla", email: "owner@prima.test", password: "correct horse battery" };
  await createTenant(cluster.ownerUrl, { slug: "prima", name: "Prima", owner }, "localhost");
});
afterEach(() => {
  for (const { child } of started) child.kill("SIGKILL");
});
afterAll(() => cluster?.close());

async function start(env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = startServerProcess({
    ...{ PORT: String(await freePort()), NODE_ENV: "production", WEB_CONCURRENCY: "2" },
    ...{ DATABASE_URL: cluster.ownerUrl, JWT_SECRET: cluster.rootSecret },
    ...(cluster.redis && { REDIS_URL: cluster.redis.url }),
    ...env,
  });
  started.push(server);
  return server;
}

const commandOf = (pid: number) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");

/** Those that serve; none is left of a parent that is gone. */
async function childrenOf({ child: { pid } }: ServerProcess): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return children.split(" ").filter(Boolean).map(Number);
}

const two = (server: ServerProcess) =>
  eventually(async () => {
    const [first, second, ...more] = await childrenOf(server);
    return first && second && more.length === 0 ? ([first, second] as const) : null;
  });

const isGone = async (pid: number) => !(await commandOf(pid)).includes("web-process");

/** Over a connection of its own; 0 without an answer within so many milliseconds. */
const ask = ({ port }: ServerProcess, limit = 1_000) =>
  fetch(`http://127.0.0.1:${port}/api/site`, {
    headers: { Host: HOST, Connection: "close" },
    keepalive: false,
    signal: AbortSignal.timeout(limit),
  }).then(
    ({ status }) => status,
    () => 0,
  );

/** Sends all of a request but its end; the returned call sends it and gives the answer's status. */
function beginEnquiry({ port }: ServerProcess): () => Promise<string | undefined> {
  const socket = connect(port, "127.0.0.1");
  const body = JSON.stringify({
    name: "Dewi",
    phone: "0812-3456-7890",
    kind: "question",
    message: "?",
  });
  const head = [
    ...["POST /api/leads HTTP/1.1", `Host: ${HOST}`, "Content-Type: application/json"],
    ...[`Content-Length: ${body.length}`, "Connection: close", "", ""],
  ];
  let answer = "";
  socket.on("data", (bytes) => {
    answer += bytes;
  });
  const ended = new Promise<void>((resolve) => {
    socket.on("error", () => {}).on("close", () => resolve());
  });
  socket.write(head.join("\r\n") + body.slice(0, 10));
  return async () => {
    socket.write(body.slice(10));
    await ended;
    return answer.split(" ")[1];
  };
}

const stopped = async (server: ServerProcess) => {
  server.child.kill("SIGTERM");
  return server.child.exited;
};

describe.skipIf(!Bun.which("redis-server"))("with WEB_CONCURRENCY=2", () => {
  test("each of two processes answers on one port; one that is killed comes back", async () => {
    const server = await start();
    await server.ready();
    const [first, second] = await two(server);
    for (const other of [first, second]) {
      process.kill(other, "SIGSTOP");
      await eventually(async () => (await ask(server)) === 200);
      process.kill(other, "SIGCONT");
    }
    for (const pid of [server.child.pid, first, second]) {
      const command = await commandOf(pid);
      expect(command).not.toContain(cluster.rootSecret);
      expect(command).not.toContain("postgres");
    }

    process.kill(first, "SIGKILL");
    await eventually(() => server.output().includes("another one starts"));
    const statuses: number[] = [];
    for (let n = 0; n < 20; n += 1) statuses.push(await ask(server, 10_000));
    expect(statuses).toEqual(Array(20).fill(200));
    const pair = await two(server);
    expect(pair).toContain(second);
    expect(pair).not.toContain(first);
    process.kill(second, "SIGSTOP");
    await eventually(async () => (await ask(server)) === 200);
    process.kill(second, "SIGCONT");

    expect(await stopped(server)).toBe(0);
    expect(await Promise.all(pair.map(isGone))).toEqual([true, true]);
    expect(await ask(server)).toBe(0);
  });

  test("what is under way is finished before they stop, at Ctrl-C too, which reaches each", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const server = await start();
      await server.ready();
      const pair = await two(server);
      const requests = Array.from({ length: 8 }, () => beginEnquiry(server));
      await Bun.sleep(1_000);
      server.child.kill(signal);
      if (signal === "SIGINT") for (const pid of pair) process.kill(pid, signal);
      await Bun.sleep(300);
      expect(await Promise.all(requests.map((finish) => finish()))).toEqual(Array(8).fill("201"));
      expect(await server.child.exited).toBe(0);
      expect(await Promise.all(pair.map(isGone))).toEqual([true, true]);
    }
  });

  test("none goes on when the one that began them is killed", async () => {
    const server = await start();
    await server.ready();
    const pair = await two(server);
    server.child.kill("SIGKILL");
    await eventually(async () => (await Promise.all(pair.map(isGone))).every(Boolean));
    expect(await ask(server)).toBe(0);
  });

  test("a port that another uses is refused, though it would be shared", async () => {
    const blocker = Bun.serve({ port: 0, reusePort: true, fetch: () => new Response() });
    const server = await start({ PORT: String(blocker.port) });
    expect(await server.child.exited).toBe(1);
    expect(server.output()).toContain(`Port ${blocker.port} is taken. Set PORT to another one.`);
    await blocker.stop(true);
  });
});
