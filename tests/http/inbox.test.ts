/** The inbox's list: who is in which box, in what order, and with what was said last. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "../support/attack-database.ts";
import { type Insert, inserter } from "../support/attack-rows.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestStaff,
} from "../support/test-tenant.ts";

const NOW = new Date();
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

const app = createTestApp({ clock: () => NOW });
const owner = await connect(app.ownerUrl);
afterAll(async () => {
  await owner.end();
  await app.close();
});

let insert: Insert;
let boss: Call;
let asAni: Call;
let ani: TestStaff;
let beni: TestStaff;
let device: string;

interface Person {
  assignee?: string;
  /** Minutes from now. */
  activity?: number;
  due?: number | null;
}

let people = 0;
async function person(name: string, { assignee, activity = -60, due }: Person = {}) {
  people += 1;
  return insert("leads", {
    ...{ name, phone: `+62819${10_000_000 + people}`, source: "whatsapp" },
    ...{ assignee_id: assignee ?? null, last_activity_at: minutes(activity) },
    ...(due !== undefined && { awaiting_since: minutes(activity) }),
    reply_due_at: due === undefined || due === null ? null : minutes(due),
  });
}

beforeAll(async () => {
  const tenant = await createTestTenant(app);
  insert = inserter(owner, tenant.id);
  boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  ani = await createTestStaff(app, tenant, "sales");
  beni = await createTestStaff(app, tenant, "sales");
  asAni = callAs(app, tenant, ani);
  device = await insert("whatsapp_devices", { label: "Showroom" });
  await person("Of Ani, late", { assignee: ani.id, activity: -90, due: -30 });
  await person("Of Beni, late", { assignee: beni.id, activity: -80, due: -40 });
  await person("Of nobody, waiting", { activity: -5, due: 10 });
  await person("Of nobody, without a target", { activity: -4, due: null });
  await person("Of Ani, answered", { assignee: ani.id, activity: -10 });
  await person("Of Beni, answered", { assignee: beni.id, activity: -2 });
  await person("Of nobody, answered", { activity: -1 });
  const gone = await person("Of Ani, merged", { assignee: ani.id, activity: 0, due: -1 });
  const { body } = await boss("GET", "/inbox?q=nobody,%20answered");
  await owner.query("UPDATE leads SET merged_into_id = $1 WHERE tenant_id = $2 AND id = $3", [
    ...[body.data[0].id, tenant.id, gone],
  ]);
}, 20_000);

/** Names in a box, read in pages of two. */
async function namesIn(call: Call, box: string): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor ? `&cursor=${cursor}` : "";
    const { status, body } = await call("GET", `/inbox?box=${box}&limit=2${more}`);
    expect(status).toBe(200);
    names.push(...body.data.map((entry: { name: string }) => entry.name));
    cursor = body.meta.nextCursor;
  } while (cursor);
  return names;
}

const WAITING = ["Of nobody, waiting", "Of nobody, without a target"];

describe("an owner", () => {
  test.each([
    [
      "all",
      [
        ...["Of nobody, answered", "Of Beni, answered", "Of nobody, without a target"],
        ...["Of nobody, waiting", "Of Ani, answered", "Of Beni, late", "Of Ani, late"],
      ],
    ],
    ["mine", []],
    ["unassigned", ["Of nobody, answered", "Of nobody, without a target", "Of nobody, waiting"]],
    ["awaiting", ["Of Beni, late", "Of Ani, late", ...WAITING]],
    ["overdue", ["Of Beni, late", "Of Ani, late"]],
  ])("finds in the box %s what belongs there, in order", async (box, names) => {
    expect(await namesIn(boss, box)).toEqual(names);
  });
});

describe("sales", () => {
  test.each([
    [
      "all",
      [
        ...["Of nobody, answered", "Of nobody, without a target", "Of nobody, waiting"],
        ...["Of Ani, answered", "Of Ani, late"],
      ],
    ],
    ["mine", ["Of Ani, answered", "Of Ani, late"]],
    ["unassigned", ["Of nobody, answered", "Of nobody, without a target", "Of nobody, waiting"]],
    ["awaiting", ["Of Ani, late", ...WAITING]],
    ["overdue", ["Of Ani, late"]],
  ])("find in the box %s their own and nobody's", async (box, names) => {
    expect(await namesIn(asAni, box)).toEqual(names);
  });
});

describe("a row", () => {
  test("shows who it is, what was said last, and about which car", async () => {
    const id = await person("Citra", { assignee: ani.id, activity: 1, due: -3 });
    const car = await insert("cars", {
      ...{ display_code: "C1", slug: "avanza-2019", brand: "Toyota", model: "Avanza" },
      ...{ year: 2019, status: "available", price_idr: 150_000_000 },
    });
    const talk = async (about: string | null, at: number, person: string) =>
      insert("conversations", {
        ...{ lead_id: id, device_id: device, person, car_id: about },
        last_message_at: minutes(at),
      });
    await talk(null, -50, "citra@lid");
    const conversation = await talk(car, 1, "+628111");
    const say = (body: string, at: number, more: object = {}) =>
      insert("messages", {
        ...{ conversation_id: conversation, lead_id: id, direction: "inbound", kind: "text" },
        ...{ body, identity: crypto.randomUUID(), sent_at: minutes(at), ...more },
      });
    await say("Masih ada?", -20);
    const last = await say(`Halo ${"😀".repeat(200)}`, 1);
    await say("Besok", 600, { direction: "outbound", status: "scheduled" });
    const { body } = await boss("GET", "/inbox?q=citra");
    expect(body.data).toEqual([
      {
        ...{ id, name: "Citra", phone: expect.any(String), whatsappLid: null, status: "new" },
        assignee: { id: ani.id, name: "Somebody in sales" },
        lastActivityAt: minutes(1).toISOString(),
        awaitingSince: minutes(1).toISOString(),
        replyDueAt: minutes(-3).toISOString(),
        isOverdue: true,
        lastMessage: {
          ...{ id: last, direction: "inbound", kind: "text", status: null },
          ...{ sentAt: minutes(1).toISOString(), text: `Halo ${"😀".repeat(115)}` },
        },
        conversationId: conversation,
        device: { id: device, label: "Showroom" },
        car: { id: car, title: "2019 Toyota Avanza" },
      },
    ]);
  });

  test("of somebody who never wrote is shown as well", async () => {
    const { body } = await boss("GET", "/inbox?q=nobody,%20answered");
    expect(body.data).toMatchObject([
      { lastMessage: null, conversationId: null, device: null, car: null, isOverdue: false },
    ]);
  });

  test("is found by a part of the number in any spelling", async () => {
    const { body } = await boss("GET", `/inbox?q=${encodeURIComponent("0819-1000-0001")}`);
    expect(body.data.map((entry: { name: string }) => entry.name)).toEqual(["Of Ani, late"]);
  });
});

test("a box or a cursor that there is not is refused", async () => {
  expect((await boss("GET", "/inbox?box=spam")).status).toBe(400);
  expect((await boss("GET", "/inbox?cursor=x")).body.errors[0].path).toBe("cursor");
});
