/** The dealership's numbers: held when they cannot send, so that nothing is lost, and released. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { deviceConnectionChangedJob } from "../../src/jobs/handlers/device-connection-changed.ts";
import { callAs } from "../support/call-as.ts";
import { addInbound, setSendingStage } from "../support/sending-stage.ts";
import { createTestDevice, createTestStaff } from "../support/test-tenant.ts";

const stage = await setSendingStage();
const { app, gateway, owner, tenant, call, token, deviceId } = stage;
const admin = await createTestStaff(app, tenant, "admin");
const sales = await createTestStaff(app, tenant, "sales");
const person = await stage.person();
await addInbound(stage, person);
afterAll(() => stage.close());

const { conversationId } = person;
const notices = async (kind: string) => {
  const { rows } = await owner.query(
    "SELECT staff_id, channel, occasion FROM notifications WHERE tenant_id = $1 AND kind = $2",
    [tenant.id, kind],
  );
  return rows;
};
const pending = async (task: string) => {
  const { rows } = await owner.query<{ run_at: Date }>(
    `SELECT j.run_at FROM graphile_worker._private_jobs j
     JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = $1 AND j.payload ->> 'deviceId' = $2`,
    [task, deviceId],
  );
  return rows;
};
const disconnect = () => gateway.devices.set(token, { connected: false, quota: 1_000 });
const sent = () => gateway.accepted.map(({ message }) => message);

beforeEach(async () => {
  gateway.devices.clear();
  gateway.badTokens.clear();
  gateway.accepted.length = 0;
  gateway.always(null);
  await owner.query("DELETE FROM graphile_worker._private_jobs");
  await owner.query("DELETE FROM notifications WHERE tenant_id = $1", [tenant.id]);
  await owner.query("UPDATE messages SET status = 'cancelled' WHERE status IN ('held', 'queued')");
  await owner.query(
    `UPDATE whatsapp_devices SET held_since = NULL, held_reason = NULL, next_send_at = NULL,
       connection = 'unknown', connection_at = NULL WHERE tenant_id = $1`,
    [tenant.id],
  );
});

describe("a number that is disconnected", () => {
  test("is held with all that waits, the keepers are told once, and it goes on by itself", async () => {
    const ids: string[] = [];
    for (const body of ["1", "2", "3"]) ids.push(await stage.write(conversationId, body));
    disconnect();
    await stage.work(4);
    expect(sent()).toEqual([]);
    for (const id of ids) expect(await stage.row(id)).toMatchObject({ status: "held" });
    ids.push(await stage.write(conversationId, "4"));
    expect(await stage.row(ids[3] ?? "")).toMatchObject({ status: "held", send_attempts: 0 });

    const { body } = await call("GET", `/devices/${deviceId}`);
    expect(body.data).toMatchObject({
      ...{ heldReason: "disconnected", connection: "disconnected", waiting: 4, doubtful: 0 },
    });
    const told = await notices("device_disconnected");
    expect(told.map(({ staff_id }) => staff_id).sort()).toEqual([tenant.owner.id, admin.id].sort());

    // The gateway is asked from time to time.
    const [probe] = await pending("checkDevice");
    const pause = (probe?.run_at.getTime() ?? 0) - app.deps.clock().getTime();
    expect(pause).toBeWithin(170_000, 181_000);
    await stage.check();
    expect((await stage.device())["held_reason"]).toBe("disconnected");
    expect((await notices("device_disconnected")).length).toBe(2);
    gateway.devices.clear();
    await stage.check();
    expect(await stage.device()).toMatchObject({ held_since: null, connection: "connected" });
    await stage.work(6);
    expect(sent()).toEqual(["1", "2", "3", "4"]);
  });

  test("is held and released by what the gateway's webhook tells, by the latest of it", async () => {
    const job = { tenantId: tenant.id, deviceId };
    const tell = async (connection: string, connected: boolean) => {
      await owner.query("UPDATE whatsapp_devices SET connection = $2 WHERE id = $1", [
        deviceId,
        connection,
      ]);
      await deviceConnectionChangedJob(app.deps, { ...job, connected });
    };
    await tell("disconnected", false);
    const id = await stage.write(conversationId, "sabar");
    expect(await stage.row(id)).toMatchObject({ status: "held" });
    // A change that was followed late says nothing against the connection as it is.
    await deviceConnectionChangedJob(app.deps, { ...job, connected: true });
    expect((await stage.device())["held_reason"]).toBe("disconnected");
    await tell("connected", true);
    await stage.work();
    expect(sent()).toEqual(["sabar"]);
  });

  test("shows a code to scan, as long as there is need", async () => {
    disconnect();
    const { status, body } = await call("GET", `/devices/${deviceId}/qr`);
    expect(status).toBe(200);
    expect(Buffer.from(body.data.png, "base64").subarray(1, 4).toString()).toBe("PNG");
    gateway.devices.clear();
    const connected = await call("GET", `/devices/${deviceId}/qr`);
    expect([connected.status, connected.body.code]).toEqual([409, "DEVICE_CONNECTED"]);
  });

  test("is tried again on somebody's word, and held again where it does not help", async () => {
    disconnect();
    const id = await stage.write(conversationId, "coba");
    await stage.work();
    expect((await call("POST", `/devices/${deviceId}/release`)).body.data.heldSince).toBeNull();
    await stage.work();
    expect(await stage.row(id)).toMatchObject({ status: "held" });
    gateway.devices.clear();
    const { body } = await call("POST", `/devices/${deviceId}/check`);
    expect(body.data).toMatchObject({ heldSince: null, connection: "connected", quota: 1_000 });
    await stage.work();
    expect(sent()).toEqual(["coba"]);
  });
});

describe("a quota", () => {
  test("that is used up holds the number until there is one again", async () => {
    gateway.devices.set(token, { connected: true, quota: 0 });
    const id = await stage.write(conversationId, "kuota");
    await stage.work();
    expect(await stage.row(id)).toMatchObject({ status: "held" });
    await stage.check();
    expect((await stage.device())["held_reason"]).toBe("quota");
    gateway.devices.set(token, { connected: true, quota: 100 });
    await stage.check();
    await stage.work();
    expect(sent()).toEqual(["kuota"]);
  });

  test("that runs low is told of once a day, and looked at every ten minutes at the most", async () => {
    gateway.devices.set(token, { connected: true, quota: 40 });
    stage.advance(11 * 60_000);
    await stage.write(conversationId, "a");
    await stage.work();
    expect((await pending("checkDevice")).length).toBe(1);
    await stage.check();
    expect((await notices("quota_low")).length).toBe(2);
    await owner.query("DELETE FROM graphile_worker._private_jobs");
    await stage.write(conversationId, "b");
    await stage.work();
    expect(await pending("checkDevice")).toEqual([]);
    await stage.check();
    expect((await notices("quota_low")).length).toBe(2);
    expect((await call("GET", `/devices/${deviceId}`)).body.data.quota).toBe(38);
    stage.advance(86_400_000);
    await stage.check();
    expect((await notices("quota_low")).length).toBe(4);
  });
});

test("a token that the gateway does not know holds the number", async () => {
  gateway.badTokens.add(token);
  const id = await stage.write(conversationId, "token");
  await stage.work();
  expect(await stage.row(id)).toMatchObject({ status: "held" });
  expect((await stage.device())["held_reason"]).toBe("token");
  const refused = await call("POST", `/devices/${deviceId}/check`);
  expect([refused.status, refused.body.code]).toEqual([409, "GATEWAY_TOKEN_REFUSED"]);
});

test("a gateway that is away is answered by 503, and changes nothing", async () => {
  gateway.always("server_error");
  for (const [method, path] of [
    ["POST", "check"],
    ["GET", "qr"],
  ] as const) {
    const { status, body } = await call(method, `/devices/${deviceId}/${path}`);
    expect([status, body.code]).toEqual([503, "GATEWAY_UNAVAILABLE"]);
  }
  expect((await stage.device())["held_since"]).toBeNull();
});

describe("what is told of the numbers", () => {
  test("holds no token, and sales may read it and no more", async () => {
    const bare = await createTestDevice(app, tenant);
    const asSales = callAs(app, tenant, sales);
    const { body } = await asSales("GET", "/devices");
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([deviceId, bare.id]);
    expect(JSON.stringify(body)).not.toContain(token);
    expect(body.data[1].canSend).toBe(false);
    expect((await asSales("PATCH", `/devices/${deviceId}`, { sendIntervalMs: 0 })).status).toBe(
      403,
    );
    const checked = await call("POST", `/devices/${bare.id}/check`);
    expect([checked.status, checked.body.code]).toEqual([409, "DEVICE_CANNOT_SEND"]);
  });

  test("the interval is set", async () => {
    const set = (sendIntervalMs: unknown) =>
      call("PATCH", `/devices/${deviceId}`, { sendIntervalMs });
    expect((await set(5_000)).body.data.sendIntervalMs).toBe(5_000);
    for (const wrong of [-1, 600_001, 1.5, "1"]) expect((await set(wrong)).status).toBe(400);
    await set(0);
  });
});

describe("an automatic message", () => {
  const automatic = async (reason: string, leadId: string, conversation: string) => {
    const { rows } = await owner.query(
      `INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity,
         sent_at, received_at, status, status_at, automatic)
       VALUES ($1, $2, $3, 'outbound', 'text', $4, gen_random_uuid()::text, $5, $5, 'queued', $5, $4)
       RETURNING id`,
      [tenant.id, conversation, leadId, reason, app.deps.clock()],
    );
    return rows[0].id as string;
  };

  test("is not sent to a person who wants none, but for the confirmation of that", async () => {
    const stopped = await stage.person();
    await addInbound(stage, stopped);
    await owner.query("UPDATE leads SET opted_out_at = now() WHERE id = $1", [stopped.leadId]);
    const greeting = await automatic("greeting", stopped.leadId, stopped.conversationId);
    await automatic("opt_out", stopped.leadId, stopped.conversationId);
    const written = await stage.write(stopped.conversationId, "oleh orang");
    await stage.work(4);
    expect(sent()).toEqual(["opt_out", "oleh orang"]);
    expect(await stage.row(greeting)).toMatchObject({ status: "cancelled", send_attempts: 0 });
    expect(await stage.row(written)).toMatchObject({ status: "sent" });
  });

  test("that waited for an hour answers nothing any more", async () => {
    const late = await stage.person();
    await addInbound(stage, late);
    const id = await automatic("greeting", late.leadId, late.conversationId);
    stage.advance(3_600_001);
    await stage.work();
    expect(sent()).toEqual([]);
    expect(await stage.row(id)).toMatchObject({ status: "cancelled" });
  });
});
