import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../scripts/free-port.ts";
import { eventually } from "../support/eventually.ts";
import { json } from "../support/json.ts";
import { type ServerProcess, startServerProcess } from "../support/server-process.ts";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "autoleads-start-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const start = async (env: Record<string, string> = {}): Promise<ServerProcess> =>
  startServerProcess({ PORT: String(await freePort()), DATA_DIR: dataDir, ...env });

const postmaster = () => join(dataDir, "postgres/postmaster.pid");
const enquire = (server: ServerProcess, name: string, phone: string) =>
  server.send("prima.localhost", "/api/leads", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      name,
      phone,
      kind: "question",
      message: "Masih ada?",
    }),
  });
const leadNames = async (server: ServerProcess) => {
  const credentials = { email: "owner@prima.test", password: demoPassword(server) };
  const login = await server.send("prima.localhost", "/api/admin/auth/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(credentials),
  });
  const { data } = await json(login);
  const leads = await server.send("prima.localhost", "/api/admin/leads?limit=100", {
    headers: { Authorization: `Bearer ${data.accessToken}` },
  });
  return (await json(leads)).data.map((lead: { name: string }) => lead.name);
};
const demoPassword = (server: ServerProcess) =>
  /password (\S+)/.exec(server.output())?.[1] ?? "none printed";

describe("bun start", () => {
  test("serves the demo, stops cleanly at SIGTERM, and keeps its data", async () => {
    const first = await start();
    await first.ready();
    expect((await first.send("prima.localhost", "/api/cars")).status).toBe(200);
    expect((await enquire(first, "Data Lama", "0812-3456-7890")).status).toBe(201);
    expect(first.output()).toContain(`http://prima.localhost:${first.port}`);
    first.child.kill("SIGTERM");
    expect(await first.child.exited).toBe(0);
    expect(existsSync(postmaster())).toBe(false);
    expect((await stat(join(dataDir, "jwt-secret"))).mode & 0o077).toBe(0);

    const second = await start();
    await second.ready();
    expect(await leadNames(second)).toContain("Data Lama");
    second.child.kill("SIGINT");
    expect(await second.child.exited).toBe(0);
  });

  test("prints mail to a developer's console, with links that work", async () => {
    const server = await start();
    await server.ready();
    const post = (path: string, body: object) =>
      server.send("sentosa.localhost", `/api/admin/auth/${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    const email = "owner@sentosa.test";
    expect((await post("forgot-password", { email })).status).toBe(202);
    const at = `http://sentosa.localhost:${server.port}/account/password-reset`;
    const [link = "", token] = await eventually(() =>
      new RegExp(`${at}#token=([\\w-]+)\n`).exec(server.output()),
    );
    expect(server.output()).toContain(`To: ${email}\n`);
    const page = await server.send("sentosa.localhost", new URL(link).pathname);
    expect(await page.text()).toContain("Sentosa");
    const password = "kata sandi yang baru";
    expect((await post("reset-password", { token, password })).status).toBe(204);
    expect((await post("login", { email, password })).status).toBe(200);
    expect(server.output().split(token ?? "").length).toBe(2);
    server.child.kill("SIGTERM");
    expect(await server.child.exited).toBe(0);
  });

  test("comes back after everything was killed", async () => {
    const first = await start();
    await first.ready();
    expect((await enquire(first, "Sebelum Mati", "0813-3456-7891")).status).toBe(201);
    const databasePid = Number(readFileSync(postmaster(), "utf8").split("\n")[0]);
    process.kill(databasePid, "SIGKILL");
    first.child.kill("SIGKILL");
    await first.child.exited;

    const second = await start();
    await second.ready();
    expect(await leadNames(second)).toContain("Sebelum Mati");

    second.child.kill("SIGKILL");
    await second.child.exited;
    const third = await start();
    await third.ready();
    expect(await leadNames(third)).toContain("Sebelum Mati");
    third.child.kill("SIGTERM");
    expect(await third.child.exited).toBe(0);
  });

  test("finishes what is under way before it stops", async () => {
    const server = await start();
    await server.ready();
    const logins = Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        server.send("prima.localhost", "/api/admin/auth/login", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ email: `nobody${n}@prima.test`, password: "wrong" }),
        }),
      ),
    );
    await Bun.sleep(100);
    server.child.kill("SIGTERM");
    expect((await logins).map(({ status }) => status)).toEqual(Array(8).fill(401));
    expect(await server.child.exited).toBe(0);
  });

  test("answers an HTTP/1.0 probe that names no host", async () => {
    const server = await start();
    await server.ready();
    const ask = (path: string) =>
      new Promise<string>((resolve, reject) => {
        let answer = "";
        const socket = createConnection(server.port, "127.0.0.1", () => {
          socket.write(`GET ${path} HTTP/1.0\r\n\r\n`);
        });
        socket.on("data", (chunk) => {
          answer += chunk;
          if (answer.includes("}")) socket.destroy();
        });
        socket.on("close", () => resolve(answer));
        socket.on("error", reject);
      });
    expect(await ask("/health")).toMatch(/^HTTP\/1\.[01] 200 /);
    expect(await ask("/api/site")).toContain("TENANT_NOT_FOUND");
    server.child.kill("SIGTERM");
    expect(await server.child.exited).toBe(0);
  });

  test("stops cleanly at Ctrl-C, which arrives twice", async () => {
    const server = await start();
    await server.ready();
    server.child.kill("SIGINT");
    await Bun.sleep(20);
    server.child.kill("SIGINT");
    expect(await server.child.exited).toBe(0);
    expect(existsSync(postmaster())).toBe(false);
  });

  test("starts a database again that died under it", async () => {
    const server = await start();
    await server.ready();
    process.kill(Number(readFileSync(postmaster(), "utf8").split("\n")[0]), "SIGKILL");
    const statuses = new Set<number>();
    let back = false;
    for (let tries = 0; !back && tries < 400; tries += 1) {
      const answer = await server.send("prima.localhost", `/api/cars?yearMin=${tries}`);
      statuses.add(answer.status);
      back = answer.status === 200 && statuses.has(503);
      await Bun.sleep(25);
    }
    expect([...statuses].sort()).toEqual([200, 503]);
    server.child.kill("SIGTERM");
    expect(await server.child.exited).toBe(0);
  });

  test("refuses a secret that was cut short", async () => {
    const folder = await mkdtemp(join(tmpdir(), "autoleads-secret-"));
    await writeFile(join(folder, "jwt-secret"), "short");
    const server = await start({ DATA_DIR: folder });
    expect(await server.child.exited).toBe(1);
    expect(server.output()).toContain("Delete it to have a new one made");
    await rm(folder, { recursive: true, force: true });
  });

  test("says so when the port is taken", async () => {
    const blocker = Bun.serve({ port: 0, fetch: () => new Response() });
    const server = await start({ PORT: String(blocker.port) });
    expect(await server.child.exited).toBe(1);
    expect(server.output()).toContain(`Port ${blocker.port} is taken`);
    expect(existsSync(postmaster())).toBe(false);
    await blocker.stop(true);
  });

  test("names every setting that is wrong, at once", async () => {
    const server = await start({
      PORT: "99999",
      BASE_DOMAIN: "Not A Host",
      NODE_ENV: "production",
    });
    expect(await server.child.exited).toBe(1);
    for (const name of ["PORT", "BASE_DOMAIN", "JWT_SECRET"]) {
      expect(server.output()).toMatch(new RegExp(`^ {2}${name}: `, "m"));
    }
  });

  test.each(["start", "tenant list", "keys list", "import --tenant prima README.md"])(
    "says in one line that the database is away: %s",
    async (line) => {
      const [command, ...args] = line.split(" ");
      const DATABASE_URL = `postgresql://owner:secret@127.0.0.1:${await freePort()}/shop`;
      const child = Bun.spawn([process.execPath, `scripts/${command}.ts`, ...args], {
        cwd: join(import.meta.dir, "../.."),
        env: { ...process.env, DATABASE_URL },
        stdio: ["ignore", "pipe", "pipe"],
      });
      expect(await child.exited).toBe(1);
      expect(await new Response(child.stderr).text()).toMatch(
        /^\s*The database could not be opened: connect ECONNREFUSED \S+\n$/,
      );
    },
  );
});
