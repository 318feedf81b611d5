/** Who did what is written down with the deed: of every operation by which staff change something. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { appUrl, findTenant, NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import { createLead } from "../../src/domain/leads/create-lead.ts";
import { may } from "../../src/domain/staff/permissions.ts";
import { addDevice } from "../../src/domain/tenants/add-device.ts";
import { ROUTE_CASES } from "../isolation/route-cases.ts";
import {
  attempts,
  checksums,
  connect,
  type Row,
  rowsOf,
  tenantTables,
} from "../support/attack-database.ts";
import { openDealership } from "../support/attack-dealership.ts";
import {
  type Ask,
  bodyOf,
  isForStaff,
  type NamedOperation,
  operationsOf,
  pathOf,
  readDocument,
} from "../support/attack-operations.ts";
import { LEAD, type Refused, refusalsOf, TOLD, UNTOLD } from "../support/audit-cases.ts";
import { eventsOf, type StoredEvent } from "../support/audit-events.ts";
import { json } from "../support/json.ts";
import { settle } from "../support/settle.ts";
import { createTestApp } from "../support/test-app.ts";
import { logIn } from "../support/test-tenant.ts";

const CLIENT = "192.0.2.50";
const DEVICE = "Audit/1.0";

const app = createTestApp({ logLevel: "silent" });
const owner = await connect(app.ownerUrl);
const tables = await tenantTables(owner);
const a = await openDealership(app, owner);
afterAll(async () => {
  await owner.end();
  await app.close();
});

const operations = operationsOf(await readDocument(app)).filter((operation) => {
  const { key, method } = operation;
  if (!isForStaff(operation) || UNTOLD[key]) return false;
  return method !== "GET" || ROUTE_CASES[key]?.leavesTraces;
});
const askOf = ({ key }: NamedOperation): Ask => ROUTE_CASES[key]?.ask(a) ?? {};

const ownToken = (key: string) => a.tokens[ROUTE_CASES[key]?.by ?? "owner"];

let requests = 0;
/** Asks under a request id of its own. */
async function request({ key, method, template }: NamedOperation, ask: Ask, token = ownToken(key)) {
  requests += 1;
  const requestId = `request-${requests}`;
  const headers = { "X-Request-Id": requestId, "User-Agent": DEVICE };
  for (const id of Object.values(a.staff)) await app.deps.rateLimits.admin.reset(`${a.id}:${id}`);
  const response = await app.send(a.host, pathOf(template, ask), {
    ...{ method, client: CLIENT },
    headers: { Authorization: `Bearer ${token}`, ...ask.headers, ...headers },
    body: bodyOf(ask),
  });
  return { status: response.status, text: await response.text(), requestId };
}

describe.each(operations)("refused, it leaves no event: $key", (operation) => {
  const { key, template, requestBody, "x-permission": permission } = operation;
  const ask = askOf(operation);
  const refusals: Refused[] = [...(refusalsOf(a)[key] ?? [])];
  if (template.includes("{id}")) {
    refusals.push([{ ...ask, params: { ...ask.params, id: crypto.randomUUID() } }, 404]);
    refusals.push([{ ...ask, params: { ...ask.params, id: "x" } }, 400]);
  }
  if (requestBody) refusals.push([{ ...ask, body: { ...Object(ask.body), surprise: 1 } }, 400]);
  for (const role of ["admin", "sales"] as const) {
    if (permission && !may(role, permission)) refusals.push([ask, 403, a.tokens[role]]);
  }
  refusals.push([ask, 401, "none"]);

  test.each(refusals.map(([asked, status, token], n) => ({ n, asked, status, token })))(
    "$n: $status",
    async ({ asked, status, token }) => {
      const before = await eventsOf(owner, a.id);
      const refused = await request(operation, asked, token);
      expect(refused.status, refused.text).toBe(status);
      expect(await eventsOf(owner, a.id)).toEqual(before);
    },
  );
});

describe("where no event can be written, nothing is done", () => {
  beforeAll(async () => {
    await owner.query(`
      CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'no event'; END $$;
      CREATE TRIGGER refuse_event BEFORE INSERT ON audit_events FOR EACH ROW
        WHEN (NEW.tenant_id = '${a.id}') EXECUTE FUNCTION refuse_event()`);
  });
  afterAll(async () => {
    await owner.query("DROP TRIGGER refuse_event ON audit_events; DROP FUNCTION refuse_event()");
  });

  test.each(operations)("$key", async (operation) => {
    const before = await checksums(owner, tables, [a.id]);
    const failed = await request(operation, askOf(operation));
    expect(failed.status, failed.text).toBe(500);
    // A code that was right is used up, whatever comes of it.
    await owner.query("UPDATE totp_credentials SET last_used_step = NULL");
    expect(await checksums(owner, tables, [a.id])).toEqual(before);
  });
});

test("a verb that is rolled back leaves no event", async () => {
  const tenant = await findTenant(app.deps.database, { slug: a.slug });
  if (!tenant) throw new Error("it is there");
  const context = { actor: { kind: "operator" }, origin: NO_ORIGIN, now: new Date() } as const;
  const before = await eventsOf(owner, a.id);
  const undone = withTenant(
    app.deps.database,
    { ...context, tenant, log: app.deps.log },
    async (scope) => {
      await createLead(scope, { ...LEAD, source: "phone" });
      throw new Error("given up");
    },
  );
  await expect(undone).rejects.toThrow("given up");
  expect(await eventsOf(owner, a.id)).toEqual(before);
});

/** Texts that no event may hold. */
const secrets = new Set<string>();
const PRIVATE: Record<string, RegExp> = {
  leads: /^(name|phone|whatsapp_lid|email|tags|lost_reason)$/,
  enquiries: /^(message|trade_in)$/,
  lead_notes: /^body$/,
  messages: /^body$/,
  car_holds: /^note$/,
  car_sales: /^(buyer_name|buyer_phone|reopen_reason)$/,
};
const SECRET_FIELD = /password|token|secret|hash|sealed|seed/i;
const OF_A_BUYER = /^(name|phone|email|message|body|note|tags|reason|tradeIn)$/;

function keep(value: unknown): void {
  if (Array.isArray(value)) value.forEach(keep);
  else if (typeof value === "string" && value.length > 2)
    secrets.add(value.replace(/^\\x|^\+/, ""));
}

function keepFields(value: unknown, isPrivate: (field: string) => boolean): void {
  for (const [field, inner] of Object.entries(Object(value))) {
    if (isPrivate(field)) keep(inner);
    else if (inner && typeof inner === "object") keepFields(inner, isPrivate);
  }
}

async function keepRows() {
  const rows: Record<string, Row[]> = await rowsOf(owner, tables, a.id);
  for (const [table, its] of Object.entries({ ...rows, audit_events: [] })) {
    keepFields(its, (field) => SECRET_FIELD.test(field) || !!PRIVATE[table]?.test(field));
  }
}

describe("granted, it leaves an event", () => {
  test.each(operations)("$key", async (operation) => {
    await keepRows();
    const ask = askOf(operation);
    const isOfBuyer = /leads|conversations/.test(operation.template);
    keepFields(ask, (field) => SECRET_FIELD.test(field) || (isOfBuyer && OF_A_BUYER.test(field)));
    const granted = await request(operation, ask);
    expect(granted.status, granted.text).toBeWithin(200, 300);
    if (granted.text.startsWith("{")) {
      keepFields(JSON.parse(granted.text), (field) => SECRET_FIELD.test(field));
    }
    await keepRows();
    const events = await eventsOf(owner, a.id, granted.requestId);
    expect(events.length).toBeGreaterThan(0);
    const by = ROUTE_CASES[operation.key]?.by;
    const actor_id = by ? a.changing[by] : a.staff.owner;
    const actor_name = by ? `${by} ${a.mark}` : "Olla Owner";
    for (const event of events) {
      expect(event).toMatchObject({
        ...{ actor_kind: "staff", actor_id, actor_name },
        ...{ ip: CLIENT, device: DEVICE, request_id: granted.requestId },
      });
    }
    const told = TOLD[operation.key]?.(a);
    if (!told) throw new Error(`${operation.key} needs a line in TOLD`);
    for (const [field, value] of Object.entries(told)) {
      expect(events.map((event) => event[field as keyof StoredEvent])).toContainEqual(value);
    }
  });
});

test("no event holds a password, a token, a hash, or who a buyer is and what was written", async () => {
  const call = (method: string, path: string, body: object, isPublic = false) =>
    app.send(a.host, path, {
      method,
      headers: isPublic ? {} : { Authorization: `Bearer ${a.tokens.owner}` },
      body: JSON.stringify(body),
    });
  const buyer = {
    name: "Ratna Kusuma",
    email: "ratna@kusuma.test",
    phone: "+6281399990001",
    tags: ["tunai keras"],
    note: "tetangga Pak RT",
  };
  const made = await call("POST", "/api/admin/leads", { ...buyer, source: "referral" });
  const lead = `/api/admin/leads/${(await json(made)).data.id}`;
  const reason = "beli di tempat lain";
  for (const change of [{ status: "hot" }, { status: "lost", reason }, { status: "warm" }]) {
    expect((await call("PUT", `${lead}/status`, change)).status).toBe(200);
  }
  const renamed = { name: "Ratna Wijaya", email: null, phone: "+6281399990002" };
  expect((await call("PATCH", lead, renamed)).status).toBe(200);
  const asked = { name: "Joko Susilo", phone: "+6281399990003", message: "masih bisa nego?" };
  expect((await call("POST", "/api/leads", { ...asked, kind: "question" }, true)).status).toBe(201);
  const posted = { sender: "6281399990004", message: "lokasi di mana?", inboxid: 77 };
  await call("POST", `/webhook/fonnte/${a.webhookToken}`, posted, true);
  await settle(app, a.id);
  const session = await logIn(app, a, a.owner);
  const secret = "what the gateway sends";
  const token = "what the gateway wants";
  const gateway = { token, secrets: app.deps.keys.secrets };
  const device = { slug: a.slug, label: "Kedua", secret, gateway };
  keep([...Object.values(buyer), ...Object.values(renamed), ...Object.values(asked), reason]);
  keep([...Object.values(posted), secret, token, session.token, a.owner.password]);
  keep((await addDevice(app.ownerUrl, device)).token);
  keep([a.refreshToken, a.resetToken, a.invitationToken, a.webhookToken]);
  await keepRows();

  const events = await eventsOf(owner, a.id);
  expect(events.map(({ action }) => action)).toContain("device.added");
  expect(secrets.size).toBeGreaterThan(50);
  const written = JSON.stringify(events);
  expect([...secrets].filter((text) => written.includes(text))).toEqual([]);
});

describe("what is written down", () => {
  test.each([
    "UPDATE audit_events SET action = 'x'",
    "UPDATE audit_events SET actor_name = NULL WHERE false",
    "DELETE FROM audit_events",
    "TRUNCATE audit_events",
    "SELECT 1 FROM audit_events FOR UPDATE",
    "MERGE INTO audit_events e USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
    `INSERT INTO audit_events SELECT * FROM audit_events
       ON CONFLICT (tenant_id, id) DO UPDATE SET action = 'x'`,
    "ALTER TABLE audit_events DISABLE TRIGGER ALL",
    "DROP TABLE audit_events",
  ])("the app's role may not change by: %s", async (sql) => {
    const client = await connect(appUrl(app.ownerUrl));
    expect(await attempts(client)(a.id, sql)).toBe("42501");
    await client.end();
  });

  test("the system's role may add to, and no more", async () => {
    const { rows } = await owner.query<{ privilege: string }>(`
      SELECT privilege_type AS privilege FROM information_schema.role_table_grants
      WHERE table_name = 'audit_events' AND grantee = 'autoleads_system'`);
    expect(rows.map(({ privilege }) => privilege)).toEqual(["INSERT"]);
  });
});
