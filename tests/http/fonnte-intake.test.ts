/** Who may post at the gateway's addresses, and what is kept of what is posted. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { pino } from "pino";
import { createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { withOperator } from "../../src/db/index.ts";
import { createDeps } from "../../src/deps.ts";
import {
  dropFailedEvents,
  replayFailedEvents,
  showFailedEvents,
} from "../../src/domain/inbox/operate-failed-events.ts";
import { rotateDeviceToken } from "../../src/domain/tenants/rotate-device-token.ts";
import { createRateLimiter } from "../../src/infra/rate-limits.ts";
import { hashToken, newToken } from "../../src/infra/secrets.ts";
import { connect } from "../support/attack-database.ts";
import { eventsOf } from "../support/audit-events.ts";
import { type Call, callAs, findLeads } from "../support/call-as.ts";
import { json } from "../support/json.ts";
import { settle } from "../support/settle.ts";
import { createTestApp, testRootSecret } from "../support/test-app.ts";
import {
  createTestDevice,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

let now = new Date();
const app = createTestApp({ clock: () => now });
const database = await connect(app.ownerUrl);
afterAll(async () => {
  await database.end();
  await app.close();
});

let tenant: TestTenant;
let token: string;
let owner: Call;

beforeAll(async () => {
  tenant = await createTestTenant(app);
  token = (await createTestDevice(app, tenant)).token;
  owner = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
});

let people = 0;
function newSender(): string {
  people += 1;
  return `62814${10_000_000 + people}`;
}

type Posted = { body: unknown; to?: string; at?: TestTenant; type?: string; address?: string };

async function post({ body, to = token, at = tenant, type, address = "" }: Posted) {
  const response = await app.send(at.host, `/webhook/fonnte/${to}${address}`, {
    method: "POST",
    headers: type === undefined ? {} : { "Content-Type": type },
    body: body instanceof FormData || typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await json(response) };
}

const RECEIVED = { status: 200, body: { status: true } };
const failedEvents = async () => (await owner("GET", "/webhook-events?limit=100")).body.data;
const stored = async () =>
  JSON.stringify((await database.query("SELECT body FROM webhook_events")).rows);

describe("the address", () => {
  const body = { sender: "6281255555555", message: "salah alamat" };

  test("with an unknown token is 404, whatever the body", async () => {
    for (const to of ["x", `${token}x`, token.slice(0, -1), token.toUpperCase(), "%00", "ü"]) {
      expect((await post({ body, to })).status).toBe(404);
    }
    expect((await post({ body: "{", to: "x" })).status).toBe(404);
    await settle(app, tenant.id);
    expect(await findLeads(owner, "salah alamat")).toEqual([]);
  });

  test("with another dealership's token is 404", async () => {
    const other = await createTestTenant(app);
    expect((await post({ body, at: other })).status).toBe(404);
  });

  test("of a disabled device is 404", async () => {
    const disabled = newToken();
    await withOperator(app.ownerUrl, async (scope) => {
      await scope.enterTenant(tenant.id);
      const { id } = await scope.db.whatsappDevice.create({
        data: { tenantId: tenant.id, label: "disabled", disabledAt: now },
      });
      await scope.db.webhookToken.create({
        data: { tenantId: tenant.id, deviceId: id, tokenHash: hashToken(disabled) },
      });
    });
    expect((await post({ body, to: disabled })).status).toBe(404);
  });

  test("at an unknown host is 404", async () => {
    const response = await app.send("nobody.example", `/webhook/fonnte/${token}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(404);
    expect((await json(response)).code).toBe("TENANT_NOT_FOUND");
  });

  test("is for POST alone", async () => {
    expect((await app.send(tenant.host, `/webhook/fonnte/${token}`)).status).toBe(405);
  });

  test("rotates, and the former one is good until the overlap ends", async () => {
    const { id, token: former } = await createTestDevice(app, tenant);
    const { label } = (
      await database.query("SELECT label FROM whatsapp_devices WHERE id = $1", [id])
    ).rows[0];
    const real = new Date();
    const rotated = await rotateDeviceToken(app.ownerUrl, { slug: tenant.slug, label, overlap: 1 });
    const message = { sender: newSender(), message: "x", inboxid: 1 };
    for (const to of [former, rotated.token]) {
      expect(await post({ body: message, to })).toMatchObject(RECEIVED);
    }
    now = new Date(real.getTime() + 3_700_000);
    expect((await post({ body: message, to: former })).status).toBe(404);
    expect(await post({ body: message, to: rotated.token })).toMatchObject(RECEIVED);
    now = new Date();
    await settle(app, tenant.id);
    expect((await findLeads(owner, `+${message.sender}`))[0].messages).toHaveLength(1);
  });
});

test("a device with a secret takes messages that bring it, and status reports", async () => {
  const { token: to } = await createTestDevice(app, tenant, "rahasia-perangkat");
  const sender = newSender();
  const body = { sender, message: "x", inboxid: 1 };
  expect((await post({ body, to })).status).toBe(401);
  expect((await post({ body: { ...body, secret: "salah" }, to })).status).toBe(401);
  expect((await post({ body: { ...body, secret: { x: 1 } }, to })).status).toBe(401);
  expect((await post({ body: "{", to })).status).toBe(401);
  expect((await post({ body, to, address: "/submission" })).status).toBe(401);
  expect(await post({ body: { id: "1", status: "sent" }, to })).toMatchObject(RECEIVED);
  expect(await post({ body: { ...body, secret: "rahasia-perangkat" }, to })).toMatchObject(
    RECEIVED,
  );
  expect(await stored()).not.toContain("rahasia-perangkat");
  await settle(app, tenant.id);
  expect(await findLeads(owner, `+${sender}`)).toHaveLength(1);
});

test("a device's live token is never kept, in JSON or in a form", async () => {
  const report = { device: "1", status: "disconnect", token: "live-token-of-the-device" };
  for (const address of ["", "/device"]) {
    expect(await post({ body: report, address })).toMatchObject(RECEIVED);
    const body = new URLSearchParams(report).toString();
    const type = "application/x-www-form-urlencoded";
    expect(await post({ body, address, type })).toMatchObject(RECEIVED);
  }
  expect(await stored()).toContain("disconnect");
  expect(await stored()).not.toContain("live-token-of-the-device");
  await settle(app, tenant.id);
});

describe("what cannot be read", () => {
  test.each([
    ["", "the body is neither JSON of fields nor a form"],
    ["{", "the body is neither JSON of fields nor a form"],
    ["[]", "the body is neither JSON of fields nor a form"],
    ["no form at all", "the body is neither JSON of fields nor a form"],
    ["{}", "sender is missing"],
    ['{"message":"who?"}', "sender is missing"],
    ['{"sender":"undefined","message":"x"}', "sender is missing"],
    ['{"sender":{"id":1},"message":"x"}', "sender is neither a text nor a number"],
    ['{"sender":"6281234567890","message":{"text":"x"}}', "message is neither a text nor a number"],
    [
      '{"sender":"6281234567890","message":"x","inboxid":[1]}',
      "inboxid is neither a text nor a number",
    ],
  ])("is answered, kept and told of: %p", async (body, reason) => {
    expect(await post({ body })).toMatchObject(RECEIVED);
    await settle(app, tenant.id);
    const [event] = await failedEvents();
    expect(event).toMatchObject({ body, reason, kind: "message", receivedAt: now.toISOString() });
    now = new Date(now.getTime() + 1_000);
  });

  test("is read again when somebody asks, and is there again", async () => {
    await post({ body: { message: "siapa?" } });
    await settle(app, tenant.id);
    const [event] = await failedEvents();
    const replay = () => owner("POST", `/webhook-events/${event.id}/replay`);
    expect((await replay()).status).toBe(204);
    expect((await replay()).status).toBe(404);
    await settle(app, tenant.id);
    expect((await failedEvents())[0]).toEqual({ ...event, failedAt: expect.any(String) });
    const sender = newSender();
    await database.query("UPDATE webhook_events SET body = $2 WHERE id = $1", [
      event.id,
      JSON.stringify({ sender, message: "siapa?" }),
    ]);
    expect((await replay()).status).toBe(204);
    await settle(app, tenant.id);
    expect((await findLeads(owner, `+${sender}`))[0].messages).toMatchObject([{ body: "siapa?" }]);
  });

  test("is listed page by page", async () => {
    const first = (await owner("GET", "/webhook-events?limit=3")).body;
    const second = (await owner("GET", `/webhook-events?limit=3&cursor=${first.meta.nextCursor}`))
      .body;
    const ids = [...first.data, ...second.data].map(({ id }: { id: string }) => id);
    const all = (await failedEvents()).map(({ id }: { id: string }) => id);
    expect(ids).toEqual(all.slice(0, 6));
  });

  test("is shown, read again and deleted by the operator, who is recorded", async () => {
    const other = await createTestTenant(app);
    const to = (await createTestDevice(app, other)).token;
    for (const body of ["{", "{{"]) await post({ body, to, at: other });
    await settle(app, other.id);
    const chosen = (ids: string[] | null) => ({ slug: other.slug, ids });
    const shown = await showFailedEvents(app.ownerUrl, chosen(null));
    expect(shown).toMatchObject([{ body: "{{" }, { body: "{" }]);
    const [second = "", first = ""] = shown.map(({ id }) => id);
    expect(await dropFailedEvents(app.ownerUrl, chosen([first]))).toEqual([first]);
    expect(await replayFailedEvents(app.ownerUrl, chosen(null))).toEqual([second]);
    await expect(replayFailedEvents(app.ownerUrl, chosen([first]))).rejects.toThrow(/no such/);
    await settle(app, other.id);
    expect(await showFailedEvents(app.ownerUrl, chosen(null))).toMatchObject([{ id: second }]);
    const events = await eventsOf(database, other.id);
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: "webhook_event.dropped", subject_id: first }),
        expect.objectContaining({ action: "webhook_event.replayed", subject_id: second }),
      ]),
    );
  });

  test("goes when its person is erased", async () => {
    const sender = newSender();
    await post({ body: { sender, message: "halo", inboxid: 900 } });
    await post({ body: { sender, message: { of: "an odd kind" } } });
    await post({ body: { sender: `+${sender.slice(0, 5)} ${sender.slice(5)}`, message: ["x"] } });
    await settle(app, tenant.id);
    await post({ body: { sender: "12@lid", message: { of: "somebody else" } } });
    await settle(app, tenant.id);
    await post({ body: { sender, message: "belum dikerjakan", inboxid: 901 } });
    const before = (await failedEvents()).length;
    const [{ id }] = await findLeads(owner, `+${sender}`);
    expect((await owner("DELETE", `/leads/${id}/personal-data`)).status).toBe(204);
    expect((await failedEvents()).length).toBe(before - 2);
    expect((await stored()).replace(/[^0-9]/g, "")).not.toContain(sender);
  });
});

describe("with few requests allowed and the log read", () => {
  const lines: string[] = [];
  const deps = createDeps({
    config: loadConfig({ NODE_ENV: "test" }),
    log: pino({ level: "trace" }, { write: (line: string) => lines.push(line) }),
    ownerUrl: app.ownerUrl,
    rootSecret: testRootSecret(),
  });
  const few = (name: string) => createRateLimiter({ name, requests: 3, window: 60 });
  const rateLimits = { ...deps.rateLimits, webhook: few("webhook"), guess: few("guess") };
  const small = createApp({ ...deps, rateLimits });
  afterAll(() => deps.close());

  const call = (to: string, body: unknown, address = "10.9.9.9") => {
    const headers = { Host: tenant.host, "Content-Type": "application/json" };
    const request = new Request(`http://${tenant.host}/webhook/fonnte/${to}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    const server = { requestIP: () => ({ address, family: "IPv4" as const, port: 1 }) };
    return small.fetch(request, { server });
  };

  test("each device has its own limit, and guessing has one for an address", async () => {
    const busy = await createTestDevice(app, tenant);
    const quiet = await createTestDevice(app, tenant);
    const body = { id: "1", status: "sent" };
    for (let sent = 0; sent < 3; sent += 1) expect((await call(busy.token, body)).status).toBe(200);
    const refused = await call(busy.token, body, "10.1.1.1");
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(refused.headers.get("RateLimit")).toContain("r=0");
    expect((await call(quiet.token, body)).status).toBe(200);

    for (let guess = 0; guess < 3; guess += 1) {
      expect((await call(`guess-${guess}`, body)).status).toBe(404);
    }
    expect((await call("guess-4", body)).status).toBe(429);
    expect((await call("guess-5", body, "10.8.8.8")).status).toBe(404);
    expect((await call(quiet.token, body)).status).toBe(200);
  });

  test("nothing of a token, a message, a name or a number is logged", async () => {
    const device = await createTestDevice(app, tenant, "the-secret");
    deps.accessLog.flush();
    lines.length = 0;
    const body = { sender: newSender(), name: "Nama Rahasia", message: "Isi pesan", inboxid: 1 };
    expect((await call(device.token, { ...body, secret: "the-secret" })).status).toBe(200);
    const report = { device: "1", status: "disconnect", token: "live-device-token" };
    expect((await call(device.token, report)).status).toBe(200);
    expect((await call("unknown-token", body, "10.7.7.7")).status).toBe(404);
    await settle({ ...app, deps }, tenant.id);
    deps.accessLog.flush();
    const log = lines.join("");
    const secrets = ["unknown-token", "the-secret", "live-device-token"];
    for (const secret of [device.token, ...secrets, body.sender, body.name, body.message]) {
      expect(log).not.toContain(secret);
    }
    const access = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter((line) => line.msg === "request");
    expect(access.map((line) => [line.route, line.status])).toEqual(
      [200, 200, 404].map((status) => ["/webhook/fonnte/:token", status]),
    );
  });
});
