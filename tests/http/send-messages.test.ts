/** Messages from staff: what may be sent, as what, to whom, and what one can do about it later. */
import { afterAll, describe, expect, test } from "bun:test";
import { hashToken } from "../../src/infra/secrets.ts";
import { inserter } from "../support/attack-rows.ts";
import { callAs } from "../support/call-as.ts";
import { json } from "../support/json.ts";
import { addInbound, setSendingStage } from "../support/sending-stage.ts";
import { settle } from "../support/settle.ts";
import { createTestDevice, createTestStaff } from "../support/test-tenant.ts";

const stage = await setSendingStage();
const { app, gateway, owner, tenant, call, deviceId } = stage;
const sales = await createTestStaff(app, tenant, "sales");
afterAll(() => stage.close());

const insert = inserter(owner, tenant.id);
const post = (conversationId: string, body: object) =>
  call("POST", `/conversations/${conversationId}/messages`, body);
const lastSend = () => gateway.accepted.at(-1);
const leadRow = async (id: string) => {
  const { rows } = await owner.query("SELECT * FROM leads WHERE id = $1", [id]);
  return rows[0];
};
const liveKinds = async (leadId: string) => {
  const { rows } = await owner.query(
    "SELECT kind, payload ->> 'status' AS status FROM live_events WHERE lead_id = $1 ORDER BY id",
    [leadId],
  );
  return rows.map(({ kind, status }) => [kind, status]);
};

async function addCar(more: object = {}) {
  const mark = crypto.randomUUID().slice(0, 8);
  const id = await insert("cars", {
    ...{ display_code: mark, slug: `avanza-${mark}`, brand: "Toyota", model: "Avanza", year: 2019 },
    ...{ price_idr: 150_000_000, status: "available", ...more },
  });
  await insert("car_photos", {
    ...{ car_id: id, position: 0, url: `https://cdn.test/${mark}.jpg`, is_primary: true },
  });
  return id;
}

async function addFile(content: string, type = "image/jpeg") {
  const id = crypto.randomUUID();
  const key = `${tenant.id}/media/${id}`;
  await app.deps.objects.put(key, Buffer.from(content), type);
  await insert("media_files", {
    ...{ id, status: "stored", storage_key: key, content_type: type, filename: "foto.jpg" },
    ...{ bytes: content.length, stored_at: new Date(), uploaded_by_id: tenant.owner.id },
  });
  return id;
}

describe("a text", () => {
  test("is queued and told of, ends the waiting, and is sent", async () => {
    const person = await stage.person();
    await addInbound(stage, person);
    await owner.query(
      `UPDATE leads SET first_inbound_at = now() - interval '1 hour', reply_due_at = now(),
         awaiting_since = now() - interval '1 hour' WHERE id = $1`,
      [person.leadId],
    );
    const { status, body } = await post(person.conversationId, { body: "  Masih ada, kak  " });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      ...{ direction: "outbound", kind: "text", body: "Masih ada, kak", status: "queued" },
      ...{ author: { id: tenant.owner.id }, automatic: null, scheduledAt: null },
    });
    expect(await leadRow(person.leadId)).toMatchObject({
      ...{ first_reply_at: expect.any(Date), awaiting_since: null, reply_due_at: null },
    });
    await stage.work();
    expect(lastSend()).toMatchObject({ message: "Masih ada, kak", target: person.phone.slice(1) });
    const { body: lead } = await call("GET", `/leads/${person.leadId}`);
    expect(lead.data.messages.at(-1)).toMatchObject({ id: body.data.id, status: "sent" });
    expect(await liveKinds(person.leadId)).toEqual([
      ["lead.changed", null],
      ["message.queued", "queued"],
      ["message.status", "sent"],
    ]);
  });

  test("may quote what the person wrote in this conversation", async () => {
    const person = await stage.person();
    const quotedMessageId = await addInbound(stage, person, "4711");
    const unnumbered = await addInbound(stage, person);
    const elsewhere = await addInbound(stage, await stage.person(), "4712");
    const quote = (id: string) => post(person.conversationId, { body: "Ya", quotedMessageId: id });
    expect((await quote(quotedMessageId)).body.data).toMatchObject({ quotedMessageId });
    await stage.work();
    expect(lastSend()).toMatchObject({ message: "Ya", inboxid: "4711" });
    for (const id of [unnumbered, elsewhere]) {
      const { status, body } = await quote(id);
      expect([status, body.errors[0].path]).toEqual([400, "quotedMessageId"]);
    }
  });

  test.each([
    ["nothing", {}, "body"],
    ["an empty text", { body: "" }, "body"],
    ["a text too long", { body: "x".repeat(60_001) }, "body"],
    ["a card with a text", { carId: crypto.randomUUID(), body: "x" }, "carId"],
    ["no id", { mediaId: "x" }, "mediaId"],
    [
      "a day too far",
      { body: "x", scheduledAt: new Date(Date.now() + 61 * 86_400_000).toISOString() },
      "scheduledAt",
    ],
    ["another number", { body: "x", to: "+62811" }, "to"],
  ])("of %s is refused", async (_, body, path) => {
    const { conversationId } = await stage.person();
    const refused = await post(conversationId, body);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
  });

  test("without a gateway's token is refused, and no row is left", async () => {
    const device = await createTestDevice(app, tenant);
    const { leadId } = await stage.person();
    const phone = (await leadRow(leadId)).phone;
    const conversation = await insert("conversations", {
      ...{ lead_id: leadId, device_id: device.id, person: phone, last_message_at: new Date() },
    });
    const refused = await post(conversation, { body: "Halo" });
    expect([refused.status, refused.body.code]).toEqual([409, "DEVICE_CANNOT_SEND"]);
    const { rowCount } = await owner.query("SELECT 1 FROM messages WHERE conversation_id = $1", [
      conversation,
    ]);
    expect(rowCount).toBe(0);
  });

  test("to another's person is not there for sales", async () => {
    const { conversationId, leadId } = await stage.person();
    await owner.query("UPDATE leads SET assignee_id = $2 WHERE id = $1", [leadId, tenant.owner.id]);
    const asSales = callAs(app, tenant, sales);
    const id = await stage.write(conversationId);
    const paths = [`/messages/${id}/resend`, `/messages/${id}/confirm`];
    expect((await asSales("DELETE", `/messages/${id}`)).status).toBe(404);
    for (const path of paths) expect((await asSales("POST", path)).status).toBe(404);
    const sent = await asSales("POST", `/conversations/${conversationId}/messages`, { body: "x" });
    expect(sent.status).toBe(404);
    expect((await asSales("POST", `/leads/${leadId}/conversations`, {})).status).toBe(404);
    await stage.work();
  });
});

describe("an Idempotency-Key", () => {
  const keyed = async (conversationId: string, key: string, body: object) => {
    const response = await app.send(
      tenant.host,
      `/api/admin/conversations/${conversationId}/messages`,
      {
        method: "POST",
        headers: { Authorization: `Bearer ${sales.token}`, "Idempotency-Key": key },
        body: JSON.stringify(body),
      },
    );
    return { status: response.status, body: await json(response) };
  };

  test("gives the same message, also to ten requests at once", async () => {
    const { conversationId, phone } = await stage.person();
    const key = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => keyed(conversationId, key, { body: "Sekali saja" })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1);
    await stage.work(3);
    const taken = gateway.accepted.filter(({ target }) => target === phone.slice(1));
    expect(taken.length).toBe(1);
    const again = await keyed(conversationId, key, { body: "Sekali saja" });
    expect(again.body.data).toMatchObject({ id: answers[0]?.body.data.id, status: "sent" });
  });

  test("is for one message, for a day, and for one person of the staff", async () => {
    const { conversationId } = await stage.person();
    const other = await stage.person();
    const key = crypto.randomUUID();
    const first = await keyed(conversationId, key, { body: "Halo" });
    for (const [conversation, body] of [
      [conversationId, "Lain"],
      [other.conversationId, "Halo"],
    ] as const) {
      const refused = await keyed(conversation, key, { body });
      expect([refused.status, refused.body.code]).toEqual([409, "IDEMPOTENCY_KEY_REUSED"]);
    }
    await owner.query(
      "UPDATE messages SET received_at = received_at - interval '25 hours' WHERE id = $1",
      [first.body.data.id],
    );
    const next = await keyed(conversationId, key, { body: "Lain" });
    expect(next.status).toBe(201);
    expect((await keyed(conversationId, key, { body: "Lain" })).body.data.id).toBe(
      next.body.data.id,
    );
    expect((await keyed(conversationId, "x".repeat(101), { body: "x" })).status).toBe(400);
    await stage.work(4);
  });
});

describe("a car card", () => {
  test("tells price and photo of the moment of sending", async () => {
    const { conversationId } = await stage.person();
    const carId = await addCar();
    const { status, body } = await post(conversationId, { carId });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ kind: "car_card", carId });
    expect(body.data.body).toContain("150.000.000");
    await owner.query("UPDATE cars SET price_idr = 139000000 WHERE id = $1", [carId]);
    await stage.work();
    expect(lastSend()?.message).toContain("139.000.000");
    expect(lastSend()?.url).toMatch(/^https:\/\/cdn\.test\//);
    expect((await stage.row(body.data.id))["body"]).toBe(lastSend()?.message ?? "");
  });

  test("goes without its photo where the gateway cannot fetch it", async () => {
    const person = await stage.person();
    await addInbound(stage, person);
    const { body } = await post(person.conversationId, { carId: await addCar() });
    gateway.next({ refuse: "url unreachable" });
    await stage.work();
    expect(lastSend()).toMatchObject({ url: null });
    expect(await stage.row(body.data.id)).toMatchObject({ status: "sent" });
  });

  test("of a car that is sold is refused, or fails when it was sold meanwhile", async () => {
    const person = await stage.person();
    await addInbound(stage, person);
    const sold = await addCar({ status: "sold" });
    expect((await post(person.conversationId, { carId: sold })).status).toBe(409);
    const carId = await addCar();
    const { body } = await post(person.conversationId, { carId });
    await owner.query("UPDATE cars SET status = 'sold' WHERE id = $1", [carId]);
    await stage.work();
    expect(await stage.row(body.data.id)).toMatchObject({ status: "failed", gateway_id: null });
    const unknown = await post(person.conversationId, { carId: crypto.randomUUID() });
    expect(unknown.status).toBe(404);
  });
});

describe("a file", () => {
  test("is handed over with its caption", async () => {
    const { conversationId } = await stage.person();
    const mediaId = await addFile("jpeg of an Avanza");
    const { body } = await post(conversationId, { mediaId, body: "Ini fotonya" });
    expect(body.data).toMatchObject({ kind: "media", media: { id: mediaId, status: "stored" } });
    await stage.work();
    expect(lastSend()).toMatchObject({
      ...{ message: "Ini fotonya" },
      file: { name: "foto.jpg", type: "image/jpeg", bytes: 17 },
    });
  });

  test("that is not stored, or of a lead that one may not see, is refused", async () => {
    const { conversationId, leadId } = await stage.person();
    const pending = await insert("media_files", { status: "pending" });
    const hidden = await addFile("of another");
    const theirs = await addInbound(stage, { conversationId, leadId });
    await owner.query("UPDATE messages SET media_id = $2 WHERE id = $1", [theirs, hidden]);
    await owner.query("UPDATE leads SET assignee_id = $2 WHERE id = $1", [leadId, tenant.owner.id]);
    const own = await stage.person();
    const asSales = callAs(app, tenant, sales);
    for (const mediaId of [pending, hidden, crypto.randomUUID()]) {
      const path = `/conversations/${own.conversationId}/messages`;
      const { status, body } = await asSales("POST", path, { mediaId });
      expect([status, body.errors[0].path]).toEqual([400, "mediaId"]);
    }
  });

  test("that is gone when it is to be sent fails the message", async () => {
    const person = await stage.person();
    await addInbound(stage, person);
    const mediaId = await addFile("gone");
    const { body } = await post(person.conversationId, { mediaId });
    await app.deps.objects.delete(`${tenant.id}/media/${mediaId}`);
    await stage.work();
    expect(await stage.row(body.data.id)).toMatchObject({
      ...{ status: "failed", failure_reason: "The file is not there any more." },
    });
  });
});

describe("a message in doubt", () => {
  const doubt = async () => {
    const person = await stage.person();
    await addInbound(stage, person);
    const id = await stage.write(person.conversationId);
    gateway.next("drop_after");
    await stage.work();
    expect(await stage.row(id)).toMatchObject({ status: "doubtful" });
    return id;
  };

  test("is taken for sent, once", async () => {
    const id = await doubt();
    const { body } = await call("POST", `/messages/${id}/confirm`);
    expect(body.data).toMatchObject({ status: "sent", failureReason: null });
    const again = await call("POST", `/messages/${id}/confirm`);
    expect([again.status, again.body.code]).toEqual([409, "MESSAGE_NOT_IN_STATE"]);
  });

  test("is sent again on somebody's word alone", async () => {
    const id = await doubt();
    const before = gateway.accepted.length;
    await stage.work(3);
    expect(gateway.accepted.length).toBe(before);
    expect((await call("POST", `/messages/${id}/resend`)).body.data.status).toBe("queued");
    await stage.work();
    expect(gateway.accepted.length).toBe(before + 1);
    expect(await stage.row(id)).toMatchObject({ status: "sent" });
  });
});

test("what is reported of an attempt before says nothing of a message that is sent again", async () => {
  const person = await stage.person();
  await addInbound(stage, person);
  const id = await stage.write(person.conversationId);
  await stage.work();
  const token = crypto.randomUUID();
  await insert("webhook_tokens", { device_id: deviceId, token_hash: hashToken(token) });
  const report = async (body: object) => {
    const init = { method: "POST", body: JSON.stringify(body) };
    const path = `/webhook/fonnte/${token}/status`;
    expect((await app.send(tenant.host, path, init)).status).toBe(200);
    await settle(app, tenant.id);
  };
  const first = await stage.row(id);
  await report({ id: first["gateway_id"], stateid: "wa-1", status: "failed" });
  expect(await stage.row(id)).toMatchObject({ status: "failed", state_id: "wa-1" });
  expect((await call("POST", `/messages/${id}/resend`)).body.data.status).toBe("queued");
  await report({ id: first["gateway_id"], status: "expired" });
  await report({ stateid: "wa-1", state: "failed" });
  expect(await stage.row(id)).toMatchObject({ status: "queued" });
  await stage.work();
  const second = await stage.row(id);
  expect(second).toMatchObject({ status: "sent", state_id: null });
  await report({ id: second["gateway_id"], stateid: "wa-2", status: "sent" });
  await report({ stateid: "wa-2", state: "read" });
  expect(await stage.row(id)).toMatchObject({ status: "read", state_id: "wa-2" });
});

describe("a conversation", () => {
  test("is opened with a lead, and the one that is there is given", async () => {
    const { leadId, conversationId } = await stage.person();
    const again = await call("POST", `/leads/${leadId}/conversations`, {});
    expect(again.body.data).toEqual({ id: conversationId, leadId, deviceId });
    const second = await stage.addNumber();
    const other = await call("POST", `/leads/${leadId}/conversations`, { deviceId: second.id });
    expect(other.body.data).toMatchObject({ deviceId: second.id });
    expect(other.body.data.id).not.toBe(conversationId);
  });

  test("needs a number of the dealership", async () => {
    const person = await stage.person();
    const unknown = { deviceId: crypto.randomUUID() };
    const refused = await call("POST", `/leads/${person.leadId}/conversations`, unknown);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, "deviceId"]);
  });
});
