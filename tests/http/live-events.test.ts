/** The inbox's stream: nothing lost, nothing twice, in order, and to nobody who may not know. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { loadConfig } from "../../src/config.ts";
import { sweepLiveEvents } from "../../src/domain/live/sweep-live-events.ts";
import { startWeb } from "../../src/main.ts";
import { connect } from "../support/attack-database.ts";
import { callAs } from "../support/call-as.ts";
import { eventually } from "../support/eventually.ts";
import {
  enterTenant,
  type LiveStream,
  openStream,
  publish,
  publishLater,
  publishNumber,
  readStream,
} from "../support/live-stream.ts";
import { testRedisUrl } from "../support/redis.ts";
import { createTestApp, testRootSecret } from "../support/test-app.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestStaff,
  type TestTenant,
} from "../support/test-tenant.ts";

const app = createTestApp({ liveTimes: { beat: 100, recheck: 100, stall: 400 } });
const elsewhere = createTestApp();
const owner = await connect(app.ownerUrl);
afterAll(async () => {
  await owner.end();
  await elsewhere.close();
  await app.close();
});

let tenant: TestTenant;
let boss: TestStaff;
let ani: TestStaff;
let beni: TestStaff;
beforeAll(async () => {
  tenant = await createTestTenant(app);
  boss = await logIn(app, tenant, tenant.owner);
  ani = await createTestStaff(app, tenant, "sales");
  beni = await createTestStaff(app, tenant, "sales");
}, 20_000);

const open: LiveStream[] = [];
afterEach(async () => {
  for (const stream of open.splice(0)) await stream.leave();
});
async function follow(staff = boss, lastEventId?: string, from = app): Promise<LiveStream> {
  const stream = await openStream(from, { tenant, token: staff.token, lastEventId });
  open.push(stream);
  return stream;
}

async function newLead(staffId: string | null): Promise<string> {
  const call = callAs(app, tenant, boss);
  const phone = `+62817${Math.floor(10_000_000 + Math.random() * 89_999_999)}`;
  const { body } = await call("POST", "/leads", { name: "Budi", phone, source: "walk_in" });
  if (staffId) await call("PUT", `/leads/${body.data.id}/assign`, { staffId });
  return body.data.id;
}

describe("the stream", () => {
  test("is for events as they are, uncached and unbuffered", async () => {
    const { response, next } = await follow();
    expect(response.headers.get("Content-Type")).toBe("text/event-stream");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("X-Accel-Buffering")).toBe("no");
    const hello = await next();
    expect(hello).toMatchObject({
      event: "hello",
      id: expect.stringMatching(/^\d+-[0-9a-f-]{36}$/),
    });
    const lead = { id: await newLead(ani.id), assigneeId: ani.id };
    await publish(app, tenant, 1, lead);
    const event = await eventually(async () => {
      const one = await next();
      return one?.data.n === 1 && one;
    });
    expect(event).toMatchObject({ event: "lead.changed", data: { leadId: lead.id, n: 1 } });
    expect(event.data.kind).toBe("lead.changed");
    expect(Date.parse(event.data.at)).toBeGreaterThan(Date.now() - 60_000);
  });

  test("tells within 100 ms of a commit", async () => {
    const stream = await follow();
    await stream.next();
    await publish(app, tenant, 1);
    await stream.numbers(1);
    const times: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      await publish(app, tenant, n);
      const committed = performance.now();
      await stream.numbers(1);
      times.push(performance.now() - committed);
    }
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(100);
  });

  test("tells nothing of what was rolled back, or is another dealership's", async () => {
    const other = await createTestTenant(app);
    const stream = await follow();
    const gone = await publishLater(app, tenant, 1);
    await gone.rollBack();
    await publish(app, other, 2);
    await publish(app, tenant, 3);
    expect(await stream.numbers(1)).toEqual([3]);
  });

  test("waits with what commits early for what began before it", async () => {
    const stream = await follow();
    const first = await publishLater(app, tenant, 1);
    const second = await publishLater(app, tenant, 2);
    await publish(app, tenant, 3);
    await second.commit();
    const numbers = stream.numbers(3);
    expect(await Promise.race([numbers, Bun.sleep(700)])).toBeUndefined();
    await first.commit();
    expect(await numbers).toEqual([1, 2, 3]);
  });

  test("keeps a place between signs of life, where nothing happens", async () => {
    const stream = await follow();
    const hello = await stream.next();
    const silent = stream.next();
    // Another's lead moves the place, unseen.
    await Bun.sleep(250);
    await publish(app, tenant, 1);
    expect(await silent).toMatchObject({ data: { n: 1 } });
    expect(stream.lastId()).not.toBe(hello?.id ?? "");
  });
});

describe("a stream that is resumed", () => {
  test("goes on behind the last event, over what came meanwhile", async () => {
    const stream = await follow();
    await publish(app, tenant, 1);
    await stream.numbers(1);
    const last = stream.lastId();
    await stream.leave();
    await enterTenant(app, tenant, async (scope) => {
      for (let n = 2; n <= 450; n += 1) await publishNumber(scope, n);
    });
    const again = await follow(boss, last);
    expect(await again.numbers(449)).toEqual(Array.from({ length: 449 }, (_, n) => n + 2));
    await publish(app, tenant, 451);
    expect(await again.numbers(1)).toEqual([451]);
  });

  test("loses nothing and tells nothing twice while writers commit in any order", async () => {
    const [writers, each] = [6, 25];
    let isWriting = true;
    const writing = Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let n = 0; n < each; n += 1) {
          await enterTenant(elsewhere, tenant, async (scope) => {
            await publishNumber(scope, writer * each + n);
            await Bun.sleep(Math.random() * 30);
          });
        }
      }),
    ).finally(() => {
      isWriting = false;
    });
    const seen: number[] = [];
    let stream = await follow(boss);
    const begun = await stream.next();
    let last = begun?.id ?? "";
    while (seen.length < writers * each) {
      await stream.leave();
      stream = await follow(boss, last);
      const some = Math.min(7, writers * each - seen.length);
      seen.push(...(await stream.numbers(some)));
      last = stream.lastId();
    }
    await writing;
    expect(isWriting).toBe(false);
    expect(seen.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: writers * each }, (_, n) => n),
    );
    for (let writer = 0; writer < writers; writer += 1) {
      const own = seen.filter((n) => Math.floor(n / each) === writer);
      expect(own).toEqual(own.toSorted((a, b) => a - b));
    }
  });

  test("takes its place from the address too, and the header wins", async () => {
    const stream = await follow();
    await publish(app, tenant, 1);
    await stream.numbers(1);
    const first = stream.lastId();
    await publish(app, tenant, 2);
    await stream.numbers(1);
    const path = `/api/admin/events?lastEventId=${first}`;
    const headers = { Authorization: `Bearer ${boss.token}` };
    const beginning = await app.send(tenant.host, path, { headers });
    expect(await beginning.text()).toContain(first);
    const both = { ...headers, "Last-Event-ID": stream.lastId() };
    const other = await app.send(tenant.host, path, { headers: both });
    expect(await other.text()).toContain(stream.lastId());
    const broken = await app.send(tenant.host, "/api/admin/events?lastEventId=x", { headers });
    expect(broken.status).toBe(400);
  });

  test.each([
    ["more than a day old", "1-01900000-0000-7000-8000-000000000000"],
    ["of a transaction yet to come", "9999999999999999999-ffffffff-ffff-7fff-8fff-ffffffffffff"],
  ])("begins anew behind a place that is %s", async (_, place) => {
    const stream = await follow(boss, place);
    expect(await stream.next()).toMatchObject({ event: "reset" });
    await publish(app, tenant, 1);
    expect(await stream.numbers(1)).toEqual([1]);
  });

  test("finds what is up to a day old, and what is older is swept", async () => {
    const stream = await follow();
    const hello = await stream.next();
    await publish(app, tenant, 1);
    await owner.query("SELECT set_config('app.tenant_id', $1, false)", [tenant.id]);
    const hours = async (age: string, note: string) =>
      owner.query(
        `INSERT INTO live_events (tenant_id, id, kind, payload)
         VALUES ($1, uuidv7($2::interval), 'lead.changed', jsonb_build_object('note', $3::text))`,
        [tenant.id, age, note],
      );
    await hours("-23 hours", "kept");
    await hours("-26 hours", "swept");
    expect(await enterTenant(app, tenant, sweepLiveEvents)).toBe(false);
    const { rows } = await owner.query(
      "SELECT payload ->> 'note' AS note FROM live_events WHERE tenant_id = $1 AND payload ? 'note'",
      [tenant.id],
    );
    expect(rows).toEqual([{ note: "kept" }]);
    const again = await follow(boss, hello?.id);
    expect(await again.numbers(1)).toEqual([1]);
  });
});

describe("sales", () => {
  test("are told of their own leads, of nobody's, and when one leaves them", async () => {
    const [asAni, asBoss] = [await follow(ani), await follow(boss)];
    const id = await newLead(null);
    const tell = (n: number, assigneeId: string | null, previousAssigneeId?: string | null) =>
      publish(app, tenant, n, { id, assigneeId, previousAssigneeId });
    await tell(1, null);
    await tell(2, ani.id);
    await tell(3, beni.id);
    await tell(4, beni.id, ani.id);
    await publish(app, tenant, 5);
    await tell(6, beni.id, boss.id);
    await publish(app, tenant, 7);
    expect(await asAni.numbers(5)).toEqual([1, 2, 4, 5, 7]);
    expect(await asBoss.numbers(7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const behind = await follow(beni, asAni.lastId());
    await publish(app, tenant, 8);
    expect(await behind.numbers(1)).toEqual([8]);
  });
});

describe("a stream ends", () => {
  test("soon after its login, and not another's", async () => {
    const gone = await createTestStaff(app, tenant, "sales");
    const [stream, other] = [await follow(gone), await follow(ani)];
    await stream.next();
    await callAs(app, tenant, boss)("PUT", `/staff/${gone.id}/status`, { status: "inactive" });
    expect(await stream.next()).toBeNull();
    await publish(app, tenant, 1);
    expect(await other.numbers(1)).toEqual([1]);
  });

  test("and a new role shows what it may", async () => {
    const rising = await createTestStaff(app, tenant, "sales");
    const stream = await follow(rising);
    const lead = { id: await newLead(beni.id), assigneeId: beni.id };
    const told = stream.numbers(1);
    await publish(app, tenant, 1, lead);
    await Bun.sleep(50);
    await callAs(app, tenant, boss)("PUT", `/staff/${rising.id}/role`, { role: "admin" });
    await Bun.sleep(300);
    await publish(app, tenant, 2, lead);
    expect(await told).toEqual([2]);
  });

  test("with its token, though the login goes on", async () => {
    const brief = createTestApp({ config: { JWT_EXPIRES_IN: 2 }, liveTimes: { recheck: 100 } });
    const staff = await logIn(brief, tenant, tenant.owner);
    const stream = await openStream(brief, { tenant, token: staff.token });
    expect(await stream.next()).toMatchObject({ event: "hello" });
    expect(await stream.next()).toBeNull();
    await brief.close();
  });

  test("with the server, at once", async () => {
    const leaving = createTestApp();
    const stream = await openStream(leaving, { tenant, token: boss.token });
    await stream.next();
    const end = stream.next();
    const asked = performance.now();
    await leaving.close();
    expect(await end).toBeNull();
    expect(performance.now() - asked).toBeLessThan(2_000);
  });
});

test("a server that stops ends its streams at once, over HTTP as well", async () => {
  const config = { ...loadConfig({ NODE_ENV: "test" }), PORT: 0 };
  const web = startWeb({
    ...{ config, log: app.deps.log, ownerUrl: app.ownerUrl, rootSecret: testRootSecret() },
  });
  const headers = { Host: tenant.host, Authorization: `Bearer ${boss.token}` };
  const url = `http://127.0.0.1:${web.port}/api/admin/events`;
  const stream = readStream(await fetch(url, { headers }));
  expect(await stream.next()).toMatchObject({ event: "hello" });
  await publish(app, tenant, 1);
  expect(await stream.numbers(1)).toEqual([1]);
  // Its worker may still have done something to tell of.
  const end = (async () => {
    while (await stream.next());
  })();
  const asked = performance.now();
  await web.stop();
  await end;
  expect(performance.now() - asked).toBeLessThan(5_000);
});

describe("limits", () => {
  test("ten streams of one person, whatever others have", async () => {
    for (let n = 0; n < 10; n += 1) await (await follow(beni)).next();
    await expect(follow(beni)).rejects.toThrow("TOO_MANY_STREAMS");
    await follow(ani);
    await open.shift()?.leave();
    await follow(beni);
  });

  test("who takes nothing is cut off, and others go on", async () => {
    const lazy = await Promise.all(Array.from({ length: 10 }, () => follow(ani)));
    for (const stream of lazy) await stream.next();
    const busy = await follow(boss);
    await enterTenant(app, tenant, async (scope) => {
      for (let n = 0; n < 300; n += 1) await publishNumber(scope, n);
    });
    expect((await busy.numbers(300)).length).toBe(300);
    const again = await eventually(() => follow(ani).catch(() => null));
    expect(await again.next()).toMatchObject({ event: "hello" });
  });
});

describe("two processes", () => {
  test("tell each other's news, without Redis within a second or so", async () => {
    const stream = await follow(boss, undefined, elsewhere);
    await stream.next();
    await publish(app, tenant, 1);
    const committed = performance.now();
    expect(await stream.numbers(1)).toEqual([1]);
    expect(performance.now() - committed).toBeLessThan(3_000);
  });

  test.skipIf(!testRedisUrl)("tell each other's news at once over Redis", async () => {
    const config = { REDIS_URL: testRedisUrl };
    const [one, other] = [createTestApp({ config }), createTestApp({ config })];
    const stream = await openStream(other, { tenant, token: boss.token });
    await stream.next();
    const times: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      await publish(one, tenant, n);
      const committed = performance.now();
      expect(await stream.numbers(1)).toEqual([n]);
      times.push(performance.now() - committed);
    }
    expect(times.sort((a, b) => a - b)[4]).toBeLessThan(100);
    await stream.leave();
    await one.close();
    await other.close();
  });
});
