/** Sending: each message once at the most, through every fault of the gateway and of ours. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import type { Gateway } from "../../src/infra/gateway/gateway.ts";
import { sendMessagesJob } from "../../src/jobs/handlers/send-messages.ts";
import { runWorker } from "../../src/jobs/run-worker.ts";
import { eventually } from "../support/eventually.ts";
import type { Fault } from "../support/gateway.ts";
import { addInbound, setSendingStage } from "../support/sending-stage.ts";

const stage = await setSendingStage();
const { app, gateway, owner, tenant, deviceId } = stage;
afterAll(() => stage.close());

const sentTo = (phone: string) =>
  gateway.accepted.filter(({ target }) => target === phone.slice(1)).map(({ message }) => message);

const jobsOf = async (task: string) => {
  const { rows } = await owner.query<{ run_at: Date; key: string }>(
    `SELECT j.run_at, j.key FROM graphile_worker._private_jobs j
     JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = $1 AND j.payload ->> 'deviceId' = $2`,
    [task, deviceId],
  );
  return rows;
};

beforeEach(async () => {
  gateway.always(null);
  gateway.devices.clear();
  await owner.query("DELETE FROM graphile_worker._private_jobs");
  await owner.query(
    `UPDATE whatsapp_devices SET held_since = NULL, held_reason = NULL, next_send_at = NULL,
       connection = 'unknown', connection_at = NULL, send_interval_ms = 0 WHERE tenant_id = $1`,
    [tenant.id],
  );
});

describe("a message", () => {
  test("is there with its job, is sent, and is marked with the gateway's number", async () => {
    const { conversationId, phone } = await stage.person();
    const id = await stage.write(conversationId, "Halo, mobilnya masih ada");
    expect(await stage.row(id)).toMatchObject({ status: "queued", send_attempts: 0 });
    expect((await jobsOf("sendMessages")).map(({ key }) => key)).toEqual([
      `${tenant.id}:send:${deviceId}`,
    ]);
    await stage.work();
    expect(sentTo(phone)).toEqual(["Halo, mobilnya masih ada"]);
    const gatewayId = gateway.accepted.at(-1)?.id;
    expect(await stage.row(id)).toMatchObject({
      ...{ status: "sent", send_attempts: 1, gateway_id: gatewayId, failure_reason: null },
    });
    await stage.work(3);
    expect(sentTo(phone).length).toBe(1);
  });

  test("takes over a state that was reported before its number was known", async () => {
    const { conversationId } = await stage.person();
    const id = await stage.write(conversationId);
    const next = String(80_000_001 + gateway.accepted.length);
    await owner.query(
      `INSERT INTO early_statuses (tenant_id, device_id, gateway_id, status, at)
       VALUES ($1, $2, $3, 'delivered', now())`,
      [tenant.id, deviceId, next],
    );
    await stage.work();
    expect(await stage.row(id)).toMatchObject({ status: "delivered", gateway_id: next });
  });

  test("of one conversation goes in its turn", async () => {
    const { conversationId, phone } = await stage.person();
    const bodies = Array.from({ length: 8 }, (_, n) => `Pesan ${n}`);
    for (const body of bodies) await stage.write(conversationId, body);
    await stage.work(10);
    expect(sentTo(phone)).toEqual(bodies);
  });

  test("waits for the interval of its number", async () => {
    await owner.query("UPDATE whatsapp_devices SET send_interval_ms = 1500 WHERE id = $1", [
      deviceId,
    ]);
    const { conversationId, phone } = await stage.person();
    await stage.write(conversationId, "satu");
    await stage.write(conversationId, "dua");
    const from = app.deps.clock().getTime();
    await stage.work(4);
    expect(sentTo(phone)).toEqual(["satu"]);
    const [job] = await jobsOf("sendMessages");
    expect((job?.run_at.getTime() ?? 0) - from).toBeWithin(1_490, 2_300);
    stage.advance(1_900);
    await stage.work();
    expect(sentTo(phone)).toEqual(["satu", "dua"]);
  });

  test("is sent once by many workers at once", async () => {
    const { conversationId, phone } = await stage.person();
    await stage.write(conversationId, "sekali");
    gateway.next("slow");
    const others = [stage.another(), stage.another()];
    const job = { tenantId: tenant.id, deviceId };
    await Promise.all(
      [app, ...others, app, ...others].map(({ deps }) => sendMessagesJob(deps, job)),
    );
    await Promise.all(others.map((other) => other.close()));
    expect(sentTo(phone)).toEqual(["sekali"]);
  });

  test("is sent by the worker in a moment, with the one behind it", async () => {
    const { conversationId, phone } = await stage.person();
    const worker = runWorker(app.deps, app.ownerUrl);
    const started = performance.now();
    const first = await stage.write(conversationId, "a");
    const second = await stage.write(conversationId, "b");
    await eventually(() => sentTo(phone).length === 2);
    expect(performance.now() - started).toBeLessThan(5_000);
    await eventually(async () => (await stage.row(second))["status"] === "sent");
    await worker.stop();
    expect(await stage.row(first)).toMatchObject({ status: "sent" });
    expect(sentTo(phone)).toEqual(["a", "b"]);
  });
});

describe("a process that dies between the gateway's answer and the mark", () => {
  /** Sends, and dies with the answer in its hand. */
  async function die(behave: (gateway: Gateway) => Promise<unknown>) {
    const reached = Promise.withResolvers<void>();
    const dying = stage.another({
      gateway: {
        ...app.deps.gateway,
        send: async (token, message) => {
          await behave({
            ...app.deps.gateway,
            send: () => app.deps.gateway.send(token, message),
          });
          reached.resolve();
          return new Promise(() => {});
        },
      },
    });
    void sendMessagesJob(dying.deps, { tenantId: tenant.id, deviceId });
    await reached.promise;
    await dying.close();
  }

  test.each([
    ["after the call", 1, (real: Gateway) => real.send("", { target: "", message: "" })],
    ["before it", 0, async () => {}],
  ])("%s leaves one doubt, and nothing is sent again", async (_, taken, behave) => {
    const { conversationId, phone } = await stage.person();
    const doubtful = await stage.write(conversationId, "Dikirim?");
    const next = await stage.write(conversationId, "Yang berikut");
    await die(behave);
    expect(await stage.row(doubtful)).toMatchObject({ status: "sending", send_attempts: 1 });
    // The job is taken up again: its process may be at it still.
    await stage.work(3);
    expect(await stage.row(doubtful)).toMatchObject({ status: "sending" });
    expect(sentTo(phone).length).toBe(taken);
    stage.advance(20_001);
    await stage.work(5);
    expect(await stage.row(doubtful)).toMatchObject({
      ...{ status: "doubtful", failure_reason: "It may have been sent: the sending broke off." },
    });
    expect(await stage.row(next)).toMatchObject({ status: "sent" });
    expect(sentTo(phone)).toEqual([...(taken ? ["Dikirim?"] : []), "Yang berikut"]);
  });

  test("is settled by its answer, should it live after all", async () => {
    const { conversationId, phone } = await stage.person();
    const id = await stage.write(conversationId);
    const answered = Promise.withResolvers<void>();
    const slow = stage.another({
      gateway: {
        ...app.deps.gateway,
        send: async (token, message) => {
          const outcome = await app.deps.gateway.send(token, message);
          await answered.promise;
          return outcome;
        },
      },
    });
    const sending = sendMessagesJob(slow.deps, { tenantId: tenant.id, deviceId });
    await eventually(() => sentTo(phone).length === 1);
    stage.advance(20_001);
    await stage.work();
    expect(await stage.row(id)).toMatchObject({ status: "doubtful" });
    await stage.call("POST", `/messages/${id}/resend`);
    answered.resolve();
    await sending;
    await slow.close();
    expect(await stage.row(id)).toMatchObject({ status: "sent" });
    await stage.work(2);
    expect(sentTo(phone).length).toBe(1);
  });
});

describe("a gateway", () => {
  test.each<[Fault, number]>([
    ["server_error", 0],
    ["wrong_json", 1],
    ["drop_before", 0],
    ["drop_after", 1],
    ["late", 1],
  ])("that fails by %j leaves a doubt and takes no second call", async (fault, taken) => {
    const { conversationId, phone } = await stage.person();
    await addInbound(stage, { leadId: (await stage.person()).leadId, conversationId });
    const id = await stage.write(conversationId);
    gateway.next(fault);
    await stage.work(4);
    stage.advance(60_000);
    await stage.work(2);
    expect(await stage.row(id)).toMatchObject({ status: "doubtful", send_attempts: 1 });
    expect(sentTo(phone).length).toBe(taken);
  });

  test.each([
    ["target invalid", "The gateway does not write to this number."],
    [
      "file format not supported",
      "The gateway does not take this text or file: file format not supported.",
    ],
  ])("that refuses, %s, fails the message and goes on with the next", async (words, reason) => {
    const person = await stage.person();
    await addInbound(stage, person);
    const refused = await stage.write(person.conversationId, "x");
    const next = await stage.write(person.conversationId, "y");
    gateway.next({ refuse: words });
    await stage.work(3);
    expect(await stage.row(refused)).toMatchObject({ status: "failed", failure_reason: reason });
    expect(await stage.row(next)).toMatchObject({ status: "sent" });
  });

  test("that is away is tried again after longer and longer pauses, ten times", async () => {
    const person = await stage.person();
    await addInbound(stage, person);
    const id = await stage.write(person.conversationId);
    gateway.always("unavailable");
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await stage.work();
      const next = (await stage.device())["next_send_at"] as Date;
      const pause = Math.round((next.getTime() - app.deps.clock().getTime()) / 1_000);
      if (attempt < 10) {
        expect(await stage.row(id)).toMatchObject({ status: "queued", send_attempts: attempt });
        pauses.push(pause);
      }
      await stage.work();
      stage.advance(pause * 1_000 + 1_000);
    }
    expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 960, 1_800, 1_800]);
    expect(await stage.row(id)).toMatchObject({
      ...{ status: "failed", send_attempts: 10 },
      failure_reason: "The gateway could not be reached.",
    });
    gateway.always(null);
    expect((await stage.call("POST", `/messages/${id}/resend`)).status).toBe(200);
    await stage.work();
    expect(await stage.row(id)).toMatchObject({ status: "sent", send_attempts: 11 });
    expect(sentTo(person.phone).length).toBe(1);
  });

  test("that is back gets what waited", async () => {
    const person = await stage.person();
    await addInbound(stage, person);
    const id = await stage.write(person.conversationId);
    gateway.next("unavailable");
    await stage.work();
    stage.advance(15_000);
    await stage.work();
    expect(await stage.row(id)).toMatchObject({ status: "sent", send_attempts: 2 });
  });
});

describe("the first message to a number", () => {
  const asked = () => gateway.calls.filter(({ path }) => path === "/validate").length;

  test("is not sent where WhatsApp does not know it", async () => {
    const { conversationId, phone } = await stage.person();
    gateway.unregistered.add(phone.slice(1));
    const id = await stage.write(conversationId);
    await stage.work();
    expect(await stage.row(id)).toMatchObject({
      ...{ status: "failed", send_attempts: 0 },
      failure_reason: "This number is not on WhatsApp.",
    });
    gateway.unregistered.clear();
    await stage.call("POST", `/messages/${id}/resend`);
    await stage.work();
    expect(await stage.row(id)).toMatchObject({ status: "sent" });
  });

  test("is asked about once; not where the person wrote", async () => {
    const { conversationId } = await stage.person();
    const before = asked();
    await stage.write(conversationId);
    await stage.write(conversationId);
    await stage.work(3);
    expect(asked() - before).toBe(1);
    const other = await stage.person();
    await addInbound(stage, other);
    await stage.write(other.conversationId);
    await stage.work(2);
    expect(asked() - before).toBe(1);
  });

  test("waits while the gateway cannot tell, and is given up in the end", async () => {
    const { conversationId } = await stage.person();
    const id = await stage.write(conversationId);
    gateway.always("unavailable");
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await stage.work();
      stage.advance(3_600_000);
    }
    expect(await stage.row(id)).toMatchObject({ status: "failed", send_attempts: 10 });
  });
});

describe("a message for later", () => {
  test("goes at its moment, ends the waiting then, and can be cancelled before", async () => {
    const person = await stage.person();
    await addInbound(stage, person);
    const later = new Date(app.deps.clock().getTime() + 3_600_000).toISOString();
    const path = `/conversations/${person.conversationId}/messages`;
    const put = async (body: string) =>
      (await stage.call("POST", path, { body, scheduledAt: later })).body.data;
    const kept = await put("Selamat pagi");
    const cancelled = await put("Jangan");
    expect(kept).toMatchObject({ status: "scheduled", scheduledAt: later });
    await stage.work(2);
    expect(sentTo(person.phone)).toEqual([]);
    expect((await stage.call("DELETE", `/messages/${cancelled.id}`)).body.data).toMatchObject({
      status: "cancelled",
    });
    stage.advance(3_600_000);
    await stage.work(3);
    expect(sentTo(person.phone)).toEqual(["Selamat pagi"]);
    expect(await stage.row(kept.id)).toMatchObject({ status: "sent" });
    const sentAt = (await stage.row(kept.id))["sent_at"] as Date;
    expect(sentAt.getTime()).toBeGreaterThanOrEqual(Date.parse(later));
    const { status } = await stage.call("DELETE", `/messages/${kept.id}`);
    expect(status).toBe(409);
  });
});

test("what waits for a person whose data was erased is not sent", async () => {
  const person = await stage.person();
  await addInbound(stage, person);
  const queued = await stage.write(person.conversationId, "Rahasia");
  await stage.call("DELETE", `/leads/${person.leadId}/personal-data`);
  await stage.work(2);
  expect(sentTo(person.phone)).toEqual([]);
  expect(await stage.row(queued)).toMatchObject({ status: "cancelled", body: "" });
});

test("a line break arrives as it was written", async () => {
  const { conversationId, phone } = await stage.person();
  await stage.write(conversationId, "Halo\nMasih ada");
  await stage.work();
  expect(sentTo(phone)).toEqual(["Halo\nMasih ada"]);
});
