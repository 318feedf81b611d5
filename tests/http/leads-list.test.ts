import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Call, callAs, findLeads } from "../support/call-as.ts";
import { settle } from "../support/settle.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestDevice,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

const START = new Date();
let now = START;
const app = createTestApp({ clock: () => now });
afterAll(() => app.close());

let tenant: TestTenant;
let token: string;
let owner: Call;

const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

async function write(sender: string, message: string, seconds: number) {
  now = later(seconds);
  const body = JSON.stringify({ sender, message, timestamp: now.getTime() });
  const { status } = await app.send(tenant.host, `/webhook/fonnte/${token}`, {
    method: "POST",
    body,
  });
  expect(status).toBe(200);
  await settle(app, tenant.id);
}

async function namesIn(query: string): Promise<string[]> {
  const { status, body } = await owner("GET", `/leads?${query}`);
  expect(status).toBe(200);
  return body.data.map((lead: { name: string }) => lead.name);
}

beforeAll(async () => {
  tenant = await createTestTenant(app);
  token = (await createTestDevice(app, tenant)).token;
  owner = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  const people = [
    { name: "Agus Salim", phone: "+6281811110001", source: "walk_in", tags: ["avanza"] },
    { name: "Bunga 100%", phone: "+6281811110002", source: "phone", tags: ["avanza", "tunai"] },
    { name: "Citra_Dewi", phone: "+6281811110003", source: "referral" },
  ];
  for (const [index, person] of people.entries()) {
    now = later(index);
    const { body } = await owner("POST", "/leads", person);
    if (index === 1) await owner("PUT", `/leads/${body.data.id}/status`, { status: "hot" });
    if (index === 2) {
      await owner("PUT", `/leads/${body.data.id}/assign`, { staffId: tenant.owner.id });
    }
  }
  await write("6281811110001", "Apakah Pajero SPORT masih ada?", 10);
  now = later(20);
  await app.send(tenant.host, "/api/leads", {
    method: "POST",
    body: JSON.stringify({
      name: "x",
      phone: "081811110002",
      kind: "question",
      message: "Bisa tukar tambah Kijang?",
    }),
  });
});

describe("the list of leads", () => {
  test("begins with the newest activity", async () => {
    expect(await namesIn("")).toEqual(["Bunga 100%", "Agus Salim", "Citra_Dewi"]);
  });

  test.each([
    ["status=hot", ["Bunga 100%"]],
    ["status=lost", []],
    ["source=walk_in", ["Agus Salim"]],
    ["tag=avanza", ["Bunga 100%", "Agus Salim"]],
    ["tag=avan", []],
    ["assignee=none", ["Bunga 100%", "Agus Salim"]],
    ["assignee=me", ["Citra_Dewi"]],
    ["tag=avanza&source=phone&status=hot", ["Bunga 100%"]],
    ["q=agus", ["Agus Salim"]],
    ["q=%25", ["Bunga 100%"]],
    ["q=_", ["Citra_Dewi"]],
    ["q=%5C", []],
    ["q=pajero+sport", ["Agus Salim"]],
    ["q=KIJANG", ["Bunga 100%"]],
    ["q=0818-1111-0003", ["Citra_Dewi"]],
    ["q=%2B62+818+1111+0003", ["Citra_Dewi"]],
    ["q=6281811110003", ["Citra_Dewi"]],
    ["q=81811110003", ["Citra_Dewi"]],
    ["q=0818-1111", ["Bunga 100%", "Agus Salim", "Citra_Dewi"]],
    ["q=110002", ["Bunga 100%"]],
    ["q=0", ["Bunga 100%"]],
    ["q=nobody", []],
  ])("with %s", async (query, names) => {
    expect(await namesIn(query)).toEqual(names);
  });

  test("of a period is that of the last activity", async () => {
    const at = (seconds: number) => encodeURIComponent(later(seconds).toISOString());
    expect(await namesIn(`from=${at(10)}`)).toEqual(["Bunga 100%", "Agus Salim"]);
    expect(await namesIn(`to=${at(10)}`)).toEqual(["Citra_Dewi"]);
    expect(await namesIn(`from=${at(10)}&to=${at(20)}`)).toEqual(["Agus Salim"]);
    const yesterday = new Date(START.getTime() - 36 * 3_600_000).toISOString().slice(0, 10);
    const tomorrow = new Date(START.getTime() + 36 * 3_600_000).toISOString().slice(0, 10);
    expect(await namesIn(`from=${yesterday}&to=${tomorrow}`)).toHaveLength(3);
    expect(await namesIn(`to=${yesterday}`)).toEqual([]);
    expect(await namesIn(`from=${tomorrow}`)).toEqual([]);
  });

  test.each([
    ["status=gone", "status"],
    ["assignee=nobody", "assignee"],
    ["source=", "source"],
    ["tag=", "tag"],
    [`q=${"q".repeat(10_000)}`, "q"],
    ["q=%00", "q"],
    ["from=yesterday", "from"],
    ["from=0000-01-01", "from"],
    ["to=2026-02-30", "to"],
    ["to=9999-12-31T00:00:00Z", "to"],
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=-1", "limit"],
    ["limit=1.5", "limit"],
    ["limit=99999999999999999999", "limit"],
    ["cursor=", "cursor"],
    ["cursor=x", "cursor"],
    [`cursor=${"x".repeat(10_000)}`, "cursor"],
    [`cursor=${btoa("99999999999999999999.019a0000-0000-7000-8000-000000000000")}`, "cursor"],
    [`cursor=${btoa("1.' OR 1=1 --")}`, "cursor"],
    ["page=2", "page"],
    ["limit=1&limit=2", "limit"],
  ])("refuses %s", async (query, path) => {
    const { status, body } = await owner("GET", `/leads?${query}`);
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
  });

  test("says who may be named as the assignee", async () => {
    for (const assignee of ["foo", "", "123"]) {
      const { body } = await owner("GET", `/leads?assignee=${assignee}`);
      expect(body.errors).toEqual([
        { path: "assignee", message: "must be none, me or the id of a staff member" },
      ]);
    }
  });
});

describe("paging", () => {
  let many: TestTenant;
  let call: Call;

  async function walk(limit: number, between: () => Promise<unknown> = async () => {}) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: { data: { name: string }[]; meta: { nextCursor: string | null } } } =
        await call("GET", `/leads?limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`);
      expect(page.body.data.length).toBeLessThanOrEqual(limit);
      seen.push(...page.body.data.map((lead) => lead.name));
      cursor = page.body.meta.nextCursor;
      await between();
    } while (cursor);
    return seen;
  }

  beforeAll(async () => {
    many = await createTestTenant(app);
    call = callAs(app, many, await logIn(app, many, many.owner));
    // Three leads to every instant, so that the id has to decide.
    for (let index = 0; index < 24; index += 1) {
      now = later(Math.floor(index / 3));
      const phone = `+62819${11_110_000 + index}`;
      await call("POST", "/leads", { name: `Lead ${index}`, phone, source: "other" });
    }
  });

  test("shows every lead once, whatever the size of a page", async () => {
    const whole = await walk(100);
    expect(new Set(whole).size).toBe(24);
    for (const limit of [1, 5, 8, 24]) expect(await walk(limit)).toEqual(whole);
  });

  test("neither repeats nor skips the others while new leads arrive", async () => {
    const before = await walk(100);
    let arrived = 0;
    now = later(100);
    const seen = await walk(5, async () => {
      arrived += 1;
      const phone = `+62819${22_220_000 + arrived}`;
      await call("POST", "/leads", { name: `Late ${arrived}`, phone, source: "other" });
    });
    expect(seen).toEqual(before);
  });
});

test("a long history comes in pages, each in order", async () => {
  const sender = "6281811119999";
  const count = 230;
  for (let first = 0; first < count; first += 46) {
    await Promise.all(
      Array.from({ length: 46 }, (_, index) => write(sender, `m${first + index}`, 1000)),
    );
  }
  const [lead] = await findLeads(owner, `+${sender}`);
  expect(lead.messages).toHaveLength(200);
  const { body } = await owner(
    "GET",
    `/leads/${lead.id}?messagesBefore=${encodeURIComponent(lead.olderMessages)}`,
  );
  expect(body.data.messages).toHaveLength(30);
  expect(body.data.olderMessages).toBeNull();
  const all = [...body.data.messages, ...lead.messages] as { id: string; body: string }[];
  expect(new Set(all.map((one) => one.body)).size).toBe(count);
  expect(all.map((one) => one.id)).toEqual(all.map((one) => one.id).sort());
  for (const broken of ["x", "", "%00"]) {
    const answer = await owner("GET", `/leads/${lead.id}?messagesBefore=${broken}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toBe("messagesBefore");
  }
});
