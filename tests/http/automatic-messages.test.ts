/** What the system says by itself: when, to whom, and above all when not. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { followUpContactsJob } from "../../src/jobs/handlers/follow-up-contacts.ts";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { type LeadRows, leadRows } from "../support/lead-rows.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

/** A Friday: 10:00 in Jakarta. */
const OPEN = new Date("2026-11-20T03:00:00Z");
/** 21:00 of that day. */
const CLOSED = new Date("2026-11-20T14:00:00Z");
const HOURS = { open: "09:00", close: "17:00" };
const WEEK = { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS, sat: HOURS };

let now = OPEN;
const app = createTestApp({ clock: () => now });
const second = createTestApp({ clock: () => now });
const owner = await connect(app.ownerUrl);
afterAll(async () => {
  await owner.end();
  await app.close();
  await second.close();
});

let tenant: TestTenant;
let boss: Call;
let rows: LeadRows;
beforeAll(async () => {
  tenant = await createTestTenant(app, { name: "Prima Motor" });
  boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  rows = await leadRows(app, owner, tenant);
  await owner.query("UPDATE tenants SET opening_hours = $1 WHERE id = $2", [WEEK, tenant.id]);
});

const setUp = (settings: object) =>
  owner.query(
    `INSERT INTO inbox_settings (tenant_id, settings) VALUES ($1, $2)
     ON CONFLICT (tenant_id) DO UPDATE SET settings = $2`,
    [tenant.id, settings],
  );
const BOTH = {
  greeting: { isOn: true, text: "Halo {{name}}, ini {{dealership}}." },
  outOfHours: { isOn: true, text: "Halo {{name}}, kami buka {{opensAt}}." },
};
beforeEach(async () => {
  now = OPEN;
  await setUp(BOTH);
});

const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

interface Person {
  id: string;
  talk: string;
}

async function newPerson(fields: Record<string, unknown> = {}): Promise<Person> {
  const { id, phone } = await rows.lead(fields);
  return { id, talk: await rows.conversation(id, phone) };
}

/** Somebody writes; the lead's first date is kept as the inbox keeps it. */
async function write({ id, talk }: Person, at = now, body = "Masih ada?"): Promise<string> {
  await owner.query(
    "UPDATE leads SET first_inbound_at = least(first_inbound_at, $1) WHERE id = $2",
    [at, id],
  );
  return rows.message(id, talk, at, { body });
}

const follow = (person: Person, messageIds: string[], by = app) =>
  followUpContactsJob(by.deps, {
    tenantId: tenant.id,
    contacts: messageIds.map((messageId) => ({ leadId: person.id, messageId, enquiryId: null })),
  });

async function said({ id }: Person): Promise<string[][]> {
  const { rows: found } = await owner.query(
    `SELECT automatic, body, status, author_id FROM messages
     WHERE lead_id = $1 AND automatic IS NOT NULL ORDER BY id`,
    [id],
  );
  expect(found.every(({ author_id }) => author_id === null)).toBe(true);
  return found.map(({ automatic, body }) => [automatic, body]);
}

const GREETED = ["greeting", "Halo Budi, ini Prima Motor."];
const CLOSED_NOW = ["out_of_hours", "Halo Budi, kami buka besok pukul 09.00."];

describe("a person who writes for the first time", () => {
  test("is greeted, once, whatever they write in one go and however often it is followed up", async () => {
    const person = await newPerson();
    const ids = [await write(person, ago(1)), await write(person), await write(person)];
    for (const _ of [1, 2]) await follow(person, ids);
    now = new Date(now.getTime() + 13 * 3_600_000);
    await follow(person, ids);
    expect(await said(person)).toEqual([GREETED]);
  });

  test("is greeted once by many jobs at once over two processes", async () => {
    const person = await newPerson();
    const ids: string[] = [];
    for (let n = 0; n < 8; n += 1) ids.push(await write(person));
    await Promise.all(ids.map((id, n) => follow(person, [id], n % 2 ? app : second)));
    expect(await said(person)).toEqual([GREETED]);
  });

  test("without a name is greeted all the same, and by nobody where that is off", async () => {
    const person = await newPerson({ name: null });
    const ids = [await write(person)];
    await setUp({ ...BOTH, greeting: { isOn: false } });
    await follow(person, ids);
    expect(await said(person)).toEqual([]);
    await setUp(BOTH);
    await follow(person, ids);
    expect(await said(person)).toEqual([["greeting", "Halo Kak, ini Prima Motor."]]);
  });

  test("is told the hours instead when it is closed", async () => {
    const person = await newPerson();
    now = CLOSED;
    await follow(person, [await write(person)]);
    expect(await said(person)).toEqual([CLOSED_NOW]);
  });
});

describe("who wrote before", () => {
  const known = { first_inbound_at: new Date("2026-11-01T03:00:00Z") };

  test("is not greeted, and told the hours once in twelve", async () => {
    const person = await newPerson(known);
    await follow(person, [await write(person)]);
    expect(await said(person)).toEqual([]);
    for (const minutes of [0, 60, 719]) {
      now = new Date(CLOSED.getTime() + minutes * 60_000);
      await follow(person, [await write(person)]);
    }
    expect(await said(person)).toEqual([CLOSED_NOW]);
    now = new Date(CLOSED.getTime() + 24 * 3_600_000);
    await follow(person, [await write(person)]);
    const sunday = ["out_of_hours", "Halo Budi, kami buka Senin pukul 09.00."];
    expect(await said(person)).toEqual([CLOSED_NOW, sunday]);
  });

  test.each([
    ["a message", "sent", 1],
    ["a message that waits for its device", "held", 1],
    ["no message", "failed", 2],
    ["no message yet", "scheduled", 2],
  ])("hears nothing while staff are at it: %s", async (_, status, count) => {
    const person = await newPerson(known);
    now = CLOSED;
    await rows.reply(person.id, person.talk, ago(11 * 60), { status });
    await follow(person, [await write(person)]);
    expect((await said(person)).length).toBe(count - 1);
  });

  test("hears nothing after a call that reached them", async () => {
    const person = await newPerson(known);
    now = CLOSED;
    const call = { direction: "outbound", outcome: "reached", at: ago(60).toISOString() };
    const today = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
    expect((await today("POST", `/leads/${person.id}/calls`, call)).status).toBe(201);
    await follow(person, [await write(person)]);
    expect(await said(person)).toEqual([]);
  });
});

describe("nothing is said", () => {
  test("to an opted-out person, or for a message of a backlog", async () => {
    const silent = await newPerson({ opted_out_at: ago(5) });
    await follow(silent, [await write(silent)]);
    expect(await said(silent)).toEqual([]);
    const late = await newPerson();
    await follow(late, [await write(late, ago(61))]);
    expect(await said(late)).toEqual([]);
  });

  test("to a person who was erased, or of another dealership", async () => {
    const erased = await newPerson();
    const ids = [await write(erased)];
    await boss("DELETE", `/leads/${erased.id}/personal-data`);
    await follow(erased, ids);
    expect(await said(erased)).toEqual([]);
    const other = await createTestTenant(app);
    const theirs = await leadRows(app, owner, other);
    const { id, phone } = await theirs.lead();
    const talk = await theirs.conversation(id, phone);
    await follow({ id, talk }, [await theirs.message(id, talk, now)]);
    expect(await said({ id, talk })).toEqual([]);
  });

  test("in place of another's answer when one of a batch fails", async () => {
    const [first, other] = [await newPerson(), await newPerson()];
    const ids = [await write(first), await write(other)];
    await owner.query(`
      CREATE FUNCTION refuse_answer() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'no answer'; END $$;
      CREATE TRIGGER refuse_answer BEFORE INSERT ON messages FOR EACH ROW
        WHEN (NEW.lead_id = '${first.id}') EXECUTE FUNCTION refuse_answer()`);
    await expect(follow(first, ids)).rejects.toThrow();
    await owner.query("DROP TRIGGER refuse_answer ON messages; DROP FUNCTION refuse_answer()");
    expect([await said(first), await said(other)]).toEqual([[], [GREETED]]);
    await follow(first, ids);
    expect([await said(first), await said(other)]).toEqual([[GREETED], [GREETED]]);
  });
});

describe("who stops automatic messages, or resumes them,", () => {
  /** As the inbox takes the word in. */
  async function choose(person: Person, word: "STOP" | "MULAI") {
    const isOut = word === "STOP";
    const id = await write(person, now, word);
    const optedOutAt = isOut ? now : null;
    await owner.query("UPDATE leads SET opted_out_at = $1 WHERE id = $2", [optedOutAt, person.id]);
    const kind = isOut ? "opted_out" : "opted_in";
    await rows.insert("lead_events", { lead_id: person.id, at: now, kind, actor_kind: "gateway" });
    return id;
  }

  test("is told once each time, by many jobs too, and is not greeted besides", async () => {
    const person = await newPerson();
    const stop = await choose(person, "STOP");
    await Promise.all([1, 2, 3, 4].map((n) => follow(person, [stop], n % 2 ? app : second)));
    now = new Date(OPEN.getTime() + 60_000);
    const start = await choose(person, "MULAI");
    for (const _ of [1, 2]) await follow(person, [start]);
    expect((await said(person)).map(([automatic]) => automatic)).toEqual(["opt_out", "opt_in"]);
    expect((await said(person))[0]?.[1]).toContain("Prima Motor tidak akan mengirim");
  });

  test("is told although the answer comes late, and without any settings", async () => {
    await setUp({});
    const person = await newPerson({ first_inbound_at: ago(10_000) });
    const stop = await choose(person, "STOP");
    now = new Date(OPEN.getTime() + 5 * 3_600_000);
    await follow(person, [stop]);
    expect((await said(person)).map(([automatic]) => automatic)).toEqual(["opt_out"]);
  });
});
