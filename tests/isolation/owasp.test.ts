/** The OWASP API Security Top 10 (2023), item by item. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { decodeJwt, UnsecuredJWT } from "jose";
import { version } from "../../package.json";
import { may, ROLES } from "../../src/domain/staff/permissions.ts";
import { rowsOf } from "../support/attack-database.ts";
import { type Dealership, openDealership } from "../support/attack-dealership.ts";
import { isForStaff, routesOf, send } from "../support/attack-operations.ts";
import { setStage } from "../support/attack-stage.ts";
import { callAs } from "../support/call-as.ts";
import { json } from "../support/json.ts";
import { settle } from "../support/settle.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestDevice, createTestStaff, logIn } from "../support/test-tenant.ts";
import { ROUTE_CASES } from "./route-cases.ts";

const stage = await setStage();
const { app, owner, operations, a, b } = stage;
afterAll(() => stage.close());

const as = (token: string, of: Dealership = a) =>
  callAs(app, of, { id: "", email: "", password: "", token });
const asOwner = as(a.tokens.owner);
const asSales = as(a.tokens.sales);
const post = (path: string, body: unknown, init: RequestInit & { client?: string } = {}) =>
  app.send(a.host, path, { ...init, method: "POST", body: JSON.stringify(body) });
const CAR = { brand: "Honda", model: "Jazz", year: 2018, price: 150_000_000 };
const ENQUIRY = { name: "Budi", phone: "0813-1111-2222", kind: "question", message: "Masih ada?" };

describe("API1 broken object level authorization", () => {
  test("an id of another dealership is an id of nothing, whatever is done with it", async () => {
    const before = await stage.state();
    const attempts: [string, string, unknown?][] = [
      ["GET", `/cars/${b.cars.shown.id}`],
      ["PATCH", `/cars/${b.cars.shown.id}`, { price: 1, version: 1 }],
      ["GET", `/leads/${b.leads.free}`],
      ["POST", `/leads/${b.leads.free}/notes`, { body: "Mine now" }],
      ["POST", `/conversations/${b.conversation}/replies`, { body: "Mine now" }],
      ["PUT", `/staff/${b.staff.sales}/role`, { role: "owner" }],
      ["DELETE", `/api-keys/${b.apiKey}`],
    ];
    for (const [method, path, body] of attempts) {
      const answer = await asOwner(method, path, body);
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
    expect(await stage.state()).toEqual(before);
  });

  test("a colleague's lead is nothing to sales, by its id or by its conversation's", async () => {
    await asOwner("PUT", `/leads/${a.leads.assigned}/assign`, { staffId: a.staff.admin });
    expect((await asSales("GET", `/leads/${a.leads.assigned}`)).status).toBe(404);
    const reply = await asSales("POST", `/conversations/${a.conversation}/replies`, { body: "Hi" });
    expect(reply.status).toBe(404);
    const { body } = await asSales("GET", "/leads");
    expect(body.data.map(({ id }: { id: string }) => id)).not.toContain(a.leads.assigned);
    await asOwner("PUT", `/leads/${a.leads.assigned}/assign`, { staffId: a.staff.sales });
  });
});

describe("API2 broken authentication", () => {
  test("a token that is not signed, or whose claims were changed, is none", async () => {
    const { token } = await logIn(app, a, a.owner);
    expect((await as(token)("GET", "/auth/me")).status).toBe(200);
    const claims = decodeJwt(token);
    const [head, , signature] = token.split(".");
    const changed = btoa(JSON.stringify({ ...claims, sub: a.staff.admin })).replace(/=+$/, "");
    for (const forged of [new UnsecuredJWT(claims).encode(), `${head}.${changed}.${signature}`]) {
      expect((await as(forged)("GET", "/auth/me")).status).toBe(401);
    }
  });

  test("a refresh token used twice ends its login, access tokens included", async () => {
    const { email, password } = a.owner;
    const session = (await json(await post("/api/admin/auth/login", { email, password }))).data;
    const refresh = async (refreshToken: string) =>
      post("/api/admin/auth/refresh", { refreshToken });
    const next = (await json(await refresh(session.refreshToken))).data;
    expect((await as(next.accessToken)("GET", "/auth/me")).status).toBe(200);
    expect((await refresh(session.refreshToken)).status).toBe(401);
    expect((await as(next.accessToken)("GET", "/auth/me")).status).toBe(401);
    expect((await refresh(next.refreshToken)).status).toBe(401);
  });

  test("guesses lock an account, and tell nothing of whether there is one", async () => {
    const told = async (email: string) => {
      const answers: unknown[] = [];
      for (let n = 0; n < 6; n += 1) {
        const answer = await post("/api/admin/auth/login", { email, password: `a guess ${n}` });
        const { code, detail, title } = await json(answer);
        answers.push([answer.status, code, detail, title]);
      }
      return answers;
    };
    const known = await createTestStaff(app, a, "sales");
    const answers = await told(known.email);
    expect(answers.map((answer) => (answer as unknown[])[0])).toEqual([...Array(5).fill(401), 429]);
    expect(await told(`nobody@${a.mark}.test`)).toEqual(answers);
    expect((await as(known.token)("GET", "/auth/me")).status).toBe(200);
  });
});

describe("API3 broken object property level authorization", () => {
  const SMUGGLED = {
    id: crypto.randomUUID(),
    tenantId: b.id,
    tenant_id: b.id,
    role: "owner",
    status: "active",
    passwordHash: "x",
    createdAt: "2001-01-01T00:00:00Z",
    keyHash: "x",
  };

  test("no body takes a field that is not its own", async () => {
    const withBody = operations.filter(
      ({ key, requestBody }) => requestBody && !key.includes("/webhook/"),
    );
    expect(withBody.length).toBeGreaterThan(15);
    for (const operation of withBody) {
      const ask = ROUTE_CASES[operation.key]?.ask(a) ?? {};
      // A file has no fields.
      if (ask.content !== undefined) continue;
      const [media] = Object.values(operation.requestBody?.content ?? {});
      const own = new Set(Object.keys(ask.body ?? {}));
      const name = media?.schema.$ref?.split("/").at(-1) ?? "";
      const schema = (await documentSchemas())[name] ?? media?.schema;
      for (const field of Object.keys(schema?.properties ?? {})) own.add(field);
      for (const [field, value] of Object.entries(SMUGGLED)) {
        if (own.has(field)) continue;
        await app.deps.rateLimits.admin.reset(`${a.id}:${a.staff.owner}`);
        const token = isForStaff(operation) ? a.tokens.owner : undefined;
        const body = { ...(ask.body as object), [field]: value };
        const answer = await send(app, operation, { ...ask, body }, { host: a.host, token });
        expect([operation.key, field, answer.status]).toEqual([operation.key, field, 400]);
        expect(answer.text).toContain("is not a known field");
      }
    }
  });

  async function documentSchemas() {
    const document = await json(await app.send("any.test", "/openapi.json"));
    return document.components.schemas as Record<string, { properties?: object }>;
  }

  test("what a car has cost is for those who may see costs", async () => {
    const path = `/cars/${a.cars.shown.id}`;
    expect((await asOwner("GET", path)).body.data.cost).toBe(90_000_000);
    const texts = [
      JSON.stringify((await asSales("GET", path)).body),
      JSON.stringify((await asSales("GET", "/cars")).body),
      await (await app.send(a.host, `/api/cars/${a.cars.shown.slug}`)).text(),
      await (await app.send(a.host, "/api/cars")).text(),
    ];
    for (const text of texts) {
      expect(text).not.toContain("90000000");
      expect(text).not.toContain('"cost"');
    }
    expect((await asSales("PATCH", path, { cost: 1, version: 1 })).status).toBe(403);
    expect((await asSales("POST", "/cars", { ...CAR, cost: 1 })).status).toBe(403);
  });

  test("no answer holds a hash or a sealed secret", async () => {
    const rows = Object.values(await rowsOf(owner, stage.tables, a.id)).flat();
    const secrets = rows.flatMap((row) =>
      Object.entries(row).flatMap(([column, value]) => {
        if (!/_(hash|sealed)$/.test(column) || typeof value !== "string") return [];
        if (!value.startsWith("\\x")) return value.length > 10 ? [value] : [];
        const bytes = Buffer.from(value.slice(2), "hex");
        return [bytes.toString("hex"), bytes.toString("base64"), bytes.toString("base64url")];
      }),
    );
    expect(secrets.length).toBeGreaterThan(20);
    for (const operation of operations.filter(({ method }) => method === "GET")) {
      const ask = ROUTE_CASES[operation.key]?.ask(a) ?? {};
      const { text } = await send(app, operation, ask, { host: a.host, token: a.tokens.owner });
      expect(
        secrets.filter((secret) => text.includes(secret)),
        operation.key,
      ).toEqual([]);
      expect(text, operation.key).not.toMatch(/\$argon2|(password|token|key)_?hash/i);
    }
  });
});

describe("API4 unrestricted resource consumption", () => {
  test("a body ends at 1 MB, also one that does not say how long it is", async () => {
    const large = JSON.stringify({ ...ENQUIRY, message: "x".repeat(1_100_000) });
    const whole = await app.send(a.host, "/api/leads", { method: "POST", body: large });
    expect([whole.status, (await json(whole)).code]).toEqual([413, "TOO_LARGE"]);
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(32)),
    });
    const headers = { "Content-Type": "application/json" };
    const endless = await app.send(a.host, "/api/leads", { method: "POST", body: stream, headers });
    expect(endless.status).toBe(413);
  });

  test("a page ends at 100, a list of photos at 40, a text where it says", async () => {
    for (const path of [
      "/api/cars",
      "/api/admin/cars",
      "/api/admin/leads",
      "/api/admin/api-keys",
    ]) {
      for (const limit of ["101", "999999999", "0", "-1", "1e9"]) {
        const headers = { Authorization: `Bearer ${a.tokens.owner}` };
        const { status } = await app.send(a.host, `${path}?limit=${limit}`, { headers });
        expect([path, limit, status]).toEqual([path, limit, 400]);
      }
    }
    const photos = Array.from({ length: 41 }, (_, n) => ({ url: `/photo-${n}.jpg` }));
    expect((await asOwner("POST", "/cars", { ...CAR, photos })).status).toBe(400);
    const long = { ...ENQUIRY, message: "x".repeat(4_001) };
    expect((await post("/api/leads", long)).status).toBe(400);
    const scopes = Array(100).fill("cars:read");
    expect((await asOwner("POST", "/api-keys", { name: "Many", scopes })).status).toBe(400);
  });

  test("who asks too often has to wait, by address, person, key and device", async () => {
    const { public: visitor, admin, webhook } = app.deps.rateLimits;
    const device = await createTestDevice(app, a);
    const client = "192.0.2.44";
    const { body } = await asOwner("POST", "/api-keys", {
      ...{ name: "Slow", scopes: [], requestsPerMinute: 1 },
    });
    const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
    await app.send(a.host, "/api/site", bearer(body.data.key));
    const spend = async (limiter: typeof admin, key: string) => {
      for (let n = 0; n < limiter.requests; n += 1) await limiter.consume(`${a.id}:${key}`);
    };
    await spend(visitor, client);
    await spend(admin, a.staff.admin);
    await spend(webhook, `device:${device.id}`);
    const answers = [
      await app.send(a.host, "/api/cars", { client }),
      await app.send(a.host, "/api/admin/cars", bearer(a.tokens.admin)),
      await app.send(a.host, "/api/site", bearer(body.data.key)),
      await post(`/webhook/fonnte/${device.token}`, {}),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
    }
    expect((await app.send(b.host, "/api/cars", { client })).status).toBe(200);
    await admin.reset(`${a.id}:${a.staff.admin}`);
  });
});

describe("API5 broken function level authorization", () => {
  test("each operation for staff is closed to strangers, and to each role that may not", async () => {
    const before = await stage.state();
    const guarded = operations.filter(isForStaff);
    const refused: string[] = [];
    for (const operation of guarded) {
      const ask = ROUTE_CASES[operation.key]?.ask(a) ?? {};
      const { status } = await send(app, operation, ask, { host: a.host });
      expect([operation.key, status]).toEqual([operation.key, 401]);
      const permission = operation["x-permission"];
      for (const role of ROLES) {
        if (!permission || may(role, permission)) continue;
        const as = { host: a.host, token: a.tokens[role] };
        expect((await send(app, operation, ask, as)).status, `${operation.key} ${role}`).toBe(403);
        refused.push(`${operation.key} ${role}`);
      }
    }
    expect(refused.length).toBeGreaterThan(10);
    expect(await stage.state()).toEqual(before);
  });

  test("nobody raises oneself or makes an owner without being one", async () => {
    const asAdmin = as(a.tokens.admin);
    const raise = (id: string) => asAdmin("PUT", `/staff/${id}/role`, { role: "owner" });
    expect((await raise(a.staff.admin)).status).toBe(403);
    expect((await raise(a.staff.sales)).status).toBe(403);
    const invitation = { name: "Me", email: `me@${a.mark}.test`, role: "owner" };
    expect((await asAdmin("POST", "/staff/invite", invitation)).status).toBe(403);
    const { status } = await asSales("PUT", `/staff/${a.staff.sales}/role`, { role: "admin" });
    expect(status).toBe(403);
  });
});

describe("API6 unrestricted access to sensitive business flows", () => {
  test("an enquiry sent again and again is kept once, and a flood of them is held up", async () => {
    const phone = "0813-9999-0001";
    const client = "192.0.2.66";
    const statuses: number[] = [];
    for (let n = 0; n < 105; n += 1) {
      statuses.push((await post("/api/leads", { ...ENQUIRY, phone }, { client })).status);
    }
    expect(statuses.filter((status) => status === 201).length).toBe(100);
    expect(statuses.slice(100)).toEqual(Array(5).fill(429));
    const { body } = await asOwner("GET", `/leads?q=${encodeURIComponent("+6281399990001")}`);
    expect(body.data.length).toBe(1);
    const detail = await asOwner("GET", `/leads/${body.data[0].id}`);
    expect(detail.body.data.enquiries.length).toBe(1);
  });

  test("a mailbox is not flooded with links, whoever asks from wherever, and tells nothing", async () => {
    const ask = async (email: string) => {
      const answer = await post("/api/admin/auth/forgot-password", { email });
      const { data, code } = await json(answer);
      return [answer.status, data, code];
    };
    const answers = async (email: string) => [
      ...[await ask(email), await ask(email), await ask(email), await ask(email)],
    ];
    const known = await answers(a.owner.email);
    expect(known.map(([status]) => status)).toEqual([202, 202, 202, 429]);
    expect(await answers(`nobody-2@${a.mark}.test`)).toEqual(known);
  });
});

describe("API7 server side request forgery", () => {
  const calls: string[] = [];
  const listener = Bun.serve({
    port: 0,
    fetch: (request) => {
      calls.push(request.url);
      return new Response("internal");
    },
  });
  afterAll(() => listener.stop(true));

  test("an address that a client gives is kept or refused, and never called", async () => {
    const address = `http://127.0.0.1:${listener.port}`;
    const mine = await openDealership(app, owner);
    const call = as(mine.tokens.owner, mine);
    const photos = [{ url: `${address}/photo.jpg`, primary: true }];
    const { body } = await call("POST", "/cars", { ...CAR, photos, status: "available" });
    expect(body.data.photos[0].url).toBe(`${address}/photo.jpg`);
    expect((await app.send(mine.host, `/api/cars/${body.data.slug}`)).status).toBe(200);
    const inner = [
      { url: "file:///etc/passwd" },
      { url: "gopher://127.0.0.1/" },
      { url: "//evil" },
    ];
    for (const photo of inner) {
      const change = { photos: [photo], version: 1 };
      expect((await call("PATCH", `/cars/${body.data.id}`, change)).status).toBe(400);
    }
    const message = { sender: "628131112223", message: address, url: `${address}/media.jpg` };
    const webhook = `/webhook/fonnte/${mine.webhookToken}`;
    const send = (path: string, sent: unknown) =>
      app.send(mine.host, path, { method: "POST", body: JSON.stringify(sent) });
    expect((await send(webhook, { ...message, device: "x", inboxid: 9 })).status).toBe(200);
    await settle(app, mine.id);
    expect((await send("/api/leads", { ...ENQUIRY, message: address })).status).toBe(201);
    const header = { alg: "EdDSA", typ: "at+jwt", kid: `${address}/key` };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const urls = { jku: `${address}/jwks`, x5u: `${address}/x5u` };
    const forged = `${part({ ...header, ...urls })}.${part(decodeJwt(mine.tokens.owner))}.AAAA`;
    expect((await as(forged, mine)("GET", "/auth/me")).status).toBe(401);
    const headers = { "X-Forwarded-Host": `127.0.0.1:${listener.port}`, Referer: address };
    expect((await app.send(mine.host, "/api/site", { headers })).status).toBe(200);
    await Bun.sleep(300);
    expect(calls).toEqual([]);
    await fetch(address);
    expect(calls.length).toBe(1);
  });
});

describe("API8 security misconfiguration", () => {
  const answers = async () => [
    await app.send(a.host, "/api/site"),
    await app.send(a.host, "/api/nothing"),
    await app.send(a.host, "/api/admin/cars"),
    await app.send(a.host, "/api/leads", { method: "POST", body: "{" }),
    await app.send("nowhere.test", "/api/site"),
    await app.send("any.test", "/docs"),
  ];

  test("each answer, good or bad, tells a browser what not to do, and nothing of the server", async () => {
    for (const { headers } of await answers()) {
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("X-Frame-Options")).toBe("DENY");
      expect(headers.get("Referrer-Policy")).toBe("no-referrer");
      expect(headers.get("Strict-Transport-Security")).toContain("max-age=");
      expect(headers.get("Content-Security-Policy")).toStartWith("default-src 'none'");
      expect(headers.has("X-Powered-By")).toBe(false);
      expect(headers.has("Server")).toBe(false);
    }
  });

  test("what staff see is kept by nobody on the way", async () => {
    const headers = { Authorization: `Bearer ${a.tokens.owner}` };
    const answer = await app.send(a.host, "/api/admin/leads", { headers });
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
  });

  test("a page of another site may not read an answer", async () => {
    const allowed = async (origin: string, method = "GET") => {
      const headers = { Origin: origin, "Access-Control-Request-Method": "POST" };
      const answer = await app.send(a.host, "/api/site", { method, headers });
      return answer.headers.get("Access-Control-Allow-Origin");
    };
    const own = `https://${a.mark}.test`;
    for (const method of ["GET", "OPTIONS"]) {
      expect(await allowed(own, method)).toBe(own);
      for (const other of [
        `https://${b.mark}.test`,
        "https://evil.test",
        "null",
        `${own}.evil.test`,
      ]) {
        expect(await allowed(other, method)).toBeNull();
      }
    }
  });

  test("a fault tells its number alone: no stack, no query, no path", async () => {
    const broken = createTestApp({ logLevel: "silent" });
    await broken.send(a.host, "/api/site");
    broken.deps.accessTokens.verify = () => {
      throw new Error(`select secret from ${import.meta.path}`);
    };
    const headers = { Authorization: `Bearer ${a.tokens.owner}` };
    const answer = await broken.send(a.host, "/api/admin/cars", { headers });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(JSON.parse(text).code).toBe("INTERNAL");
    expect(text).not.toMatch(/secret|select|owasp|\.ts|stack|at </);
    await broken.close();
  });
});

describe("API9 improper inventory management", () => {
  const production = createTestApp({ config: { NODE_ENV: "production" } });
  afterAll(() => production.close());

  test("in production, what is served is what the document tells, and nothing of the demo", async () => {
    const document = await json(await production.send("any.test", "/openapi.json"));
    expect(document.info.version).toBe(version);
    const paths = Object.entries(document.paths as Record<string, object>);
    const documented = paths.flatMap(([template, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${template}`),
    );
    expect(routesOf(production, documented).sort()).toEqual(documented.sort());
    expect(documented.filter((key) => /demo|debug|test|internal/i.test(key))).toEqual([]);
    expect((await production.send(a.host, "/docs")).status).toBe(200);
  });

  test.each([
    ...["/debug", "/metrics", "/admin", "/api/v0/cars", "/api/v1/cars", "/graphql", "/.env"],
    ...["/.git/config", "/actuator/env", "/swagger.json", "/api-docs", "/phpinfo.php"],
    ...["/api/admin/debug", "/demo/pictures/suv-putih-side.svg", "/docs/../package.json"],
  ])("there is nothing at %s", async (path) => {
    const headers = { Authorization: `Bearer ${a.tokens.owner}` };
    expect((await production.send(a.host, path, { headers })).status).toBe(404);
  });
});

describe("API10 unsafe consumption of APIs", () => {
  let webhook = "";
  beforeAll(async () => {
    webhook = `/webhook/fonnte/${(await createTestDevice(app, a)).token}`;
  });

  test("what the gateway posts is text to be kept, never taken at its word", async () => {
    const sender = "6281377770001";
    const hostile = "'; DROP TABLE leads; -- <script>alert(1)</script> {{7*7}} \u0000 \ud800";
    const posted = {
      ...{ device: "x", sender, inboxid: 77, name: hostile, message: hostile },
      ...{ tenantId: b.id, leadId: b.leads.free, role: "owner", status: "lost" },
      ...{
        timestamp: 99_999_999_999_999,
        location: "nowhere,at all",
        filename: "../../etc/passwd",
      },
    };
    const raw = JSON.stringify(posted).replace("{", '{"__proto__":{"isAdmin":true},');
    const answer = await app.send(a.host, webhook, { method: "POST", body: raw });
    expect(answer.status).toBe(200);
    await settle(app, a.id);
    expect(({} as Record<string, unknown>)["isAdmin"]).toBeUndefined();
    const found = await asOwner("GET", `/leads?q=${encodeURIComponent(`+${sender}`)}`);
    expect(found.body.data.length).toBe(1);
    const { data: lead } = (await asOwner("GET", `/leads/${found.body.data[0].id}`)).body;
    expect(lead).toMatchObject({ status: "new", assignee: null, source: "whatsapp" });
    const [message] = lead.messages;
    expect(message.body).toContain("'; DROP TABLE leads; -- <script>alert(1)</script> {{7*7}}");
    expect(message.body).not.toContain("\u0000");
    expect(message.body.isWellFormed()).toBe(true);
    expect(Date.parse(message.sentAt)).toBeLessThan(Date.now() + 86_400_000);
  });

  test("a message repeated by the gateway is kept once, and one without the secret not at all", async () => {
    const sender = "6281377770002";
    const body = { device: "x", sender, inboxid: 78, message: "Sekali saja" };
    for (let n = 0; n < 3; n += 1) expect((await post(webhook, body)).status).toBe(200);
    await settle(app, a.id);
    const found = await asOwner("GET", `/leads?q=${encodeURIComponent(`+${sender}`)}`);
    const detail = await asOwner("GET", `/leads/${found.body.data[0].id}`);
    expect(detail.body.data.messages.length).toBe(1);
    const guarded = await createTestDevice(app, a, "the device's secret");
    const closed = `/webhook/fonnte/${guarded.token}`;
    const strange = { ...body, sender: "6281377770003", inboxid: 79 };
    expect((await post(closed, strange)).status).toBe(401);
    expect((await post(closed, { ...strange, secret: "a guess" })).status).toBe(401);
    await settle(app, a.id);
    const missing = await asOwner("GET", `/leads?q=${encodeURIComponent("+6281377770003")}`);
    expect(missing.body.data).toEqual([]);
  });

  test("a field of a wrong kind is kept for staff to see, and is no fault of ours", async () => {
    for (const value of [[], {}, [[]], { a: 1 }, true, -1, 1e308, "x".repeat(100_000)]) {
      for (const field of [
        "sender",
        "message",
        "timestamp",
        "inboxid",
        "name",
        "url",
        "location",
      ]) {
        const body = { device: "x", sender: "6281377770004", message: "?", [field]: value };
        const { status } = await post(webhook, body);
        expect(status, `${field}: ${JSON.stringify(value).slice(0, 50)}`).toBe(200);
      }
    }
    await settle(app, a.id);
  });
});
