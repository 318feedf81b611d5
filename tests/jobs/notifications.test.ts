/** What staff are told: by the channel of its kind, once, and by e-mail where that one cannot. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type pg from "pg";
import type { TenantScope } from "../../src/db/index.ts";
import type { Channel } from "../../src/domain/inbox/inbox-settings.ts";
import { notifyStaff } from "../../src/domain/notifications/notify-staff.ts";
import { addDevice } from "../../src/domain/tenants/add-device.ts";
import type { Gateway } from "../../src/infra/gateway/gateway.ts";
import { createSmtpMailer } from "../../src/infra/mail/smtp-mailer.ts";
import { enterTenantOfJob } from "../../src/jobs/enter-tenant-of-job.ts";
import { deliverNotificationJob } from "../../src/jobs/handlers/deliver-notification.ts";
import { connect } from "../support/attack-database.ts";
import { inserter, newNumber, UNKNOWN_PASSWORD } from "../support/attack-rows.ts";
import { forgetJobs } from "../support/forget-jobs.ts";
import { startFormServer } from "../support/form-server.ts";
import { startTestSmtp, type TestSmtp } from "../support/smtp-server.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const NO_DEVICE = "whatsapp: no device is connected";
const SID = `AC${"0a".repeat(16)}`;
const TEXT = "Halo, Budi menunggu jawaban.";

const twilioAt = (url: string) => ({
  ...{ TWILIO_API_URL: url, TWILIO_FROM: "+14155550100" },
  ...{ TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: "its token" },
});

const queued = () => Response.json({ status: true, id: ["80367170"], process: "pending" });
const refused = (reason: string) => Response.json({ status: false, reason });
const accepted = () => Response.json({ sid: "SM1", status: "queued" }, { status: 201 });

const fonnte = startFormServer(queued);
const twilio = startFormServer(accepted);
let smtp: TestSmtp;
let app: TestApp;
let owner: pg.Client;
let tenant: TestTenant;

beforeAll(async () => {
  smtp = await startTestSmtp({
    refuse: (to) => (to.startsWith("refused") ? { code: 550, message: "no such mailbox" } : null),
  });
  const mailer = createSmtpMailer(smtp.url, "AutoLeads <no-reply@mail.test>");
  app = createTestApp({
    ...{ mailer, logLevel: "silent" },
    config: { FONNTE_API_URL: fonnte.url, ...twilioAt(twilio.url) },
  });
  owner = await connect(app.ownerUrl);
});
afterAll(async () => {
  await forgetJobs(owner, "sendDigests", "deliverNotification");
  await Promise.all([owner.end(), smtp.close(), fonnte.close(), twilio.close()]);
  await app.close();
});
beforeEach(async () => {
  tenant = await createTestTenant(app);
  fonnte.answerWith(queued);
  twilio.answerWith(accepted);
  fonnte.posted.length = 0;
  twilio.posted.length = 0;
  smtp.received.length = 0;
});

const addSales = (more: Record<string, unknown> = {}) =>
  inserter(owner, tenant.id)("staff", {
    ...{ name: "Rani", email: `${crypto.randomUUID()}@people.test`, phone: newNumber() },
    ...{ role: "sales", status: "active", password_hash: UNKNOWN_PASSWORD, ...more },
  });

async function addGatewayDevice(state: Record<string, unknown> = {}) {
  const gateway = { token: "device token", secrets: app.deps.keys.secrets };
  const { id } = await addDevice(app.ownerUrl, {
    ...{ slug: tenant.slug, label: crypto.randomUUID(), gateway },
  });
  for (const [column, value] of Object.entries(state)) {
    await owner.query(`UPDATE whatsapp_devices SET ${column} = $1 WHERE id = $2`, [value, id]);
  }
  return id;
}

const inScope = async <R>(work: (scope: TenantScope) => Promise<R>) =>
  (await enterTenantOfJob(app.deps, tenant.id))(work);

const tell = (staffId: string, occasion = "lead 1") =>
  inScope((scope) =>
    notifyStaff(scope, app.deps.keys.secrets, {
      ...{ staffId, kind: "lead_assigned", subject: "Lead baru", text: TEXT, occasion },
    }),
  );

const tellBy = async (channels: Channel[], staffId: string) => {
  await inserter(owner, tenant.id)("inbox_settings", {
    settings: { channels: { lead_assigned: channels } },
  });
  await tell(staffId);
};

const rows = async () =>
  (await owner.query("SELECT * FROM notifications WHERE tenant_id = $1 ORDER BY id", [tenant.id]))
    .rows;
const row = async () => (await rows())[0];

/** Does the jobs of all notices of the tenant, in turn, by a process with this gateway. */
async function deliver(gateway: Gateway = app.deps.gateway) {
  for (const { id } of await rows()) {
    const job = { tenantId: tenant.id, notificationId: id };
    await deliverNotificationJob({ ...app.deps, gateway }, job);
  }
}

describe("by WhatsApp", () => {
  test("a notice goes from the device that is connected, once, and is forgotten", async () => {
    await addGatewayDevice({ connection: "disconnected" });
    await addGatewayDevice({ connection: "connected" });
    const staffId = await addSales({ phone: "+6281355550001" });
    await tell(staffId);
    await tell(staffId);
    expect((await row()).content_sealed).not.toContain("Budi");
    await deliver();
    await deliver();
    expect(fonnte.posted).toEqual([
      {
        ...{ path: "/send", authorization: "device token" },
        form: expect.objectContaining({ target: expect.stringContaining("6281355550001") }),
      },
    ]);
    expect(fonnte.posted[0]?.form.message).toBe(TEXT);
    expect(await row()).toMatchObject({
      ...{ status: "sent", channel: "whatsapp", attempts: 1, content_sealed: null },
      ...{ last_error: null, sent_at: expect.any(Date) },
    });
    expect((await rows()).length).toBe(1);
  });

  test("the turns of a device are spaced, and the notice waits for its own", async () => {
    const deviceId = await addGatewayDevice({ send_interval_ms: 60_000 });
    await tell(await addSales());
    await tell(await addSales(), "lead 2");
    await deliver();
    expect(fonnte.posted.length).toBe(1);
    const [sent, waiting] = await rows();
    expect([sent.status, waiting.status, waiting.attempts]).toEqual(["sent", "queued", 0]);
    const { rows: jobs } = await owner.query(
      `SELECT run_at > now() + interval '30 seconds' AS later
       FROM graphile_worker._private_jobs WHERE payload ->> 'notificationId' = $1 ORDER BY id`,
      [waiting.id],
    );
    expect(jobs).toEqual([{ later: false }, { later: true }]);
    await owner.query("UPDATE whatsapp_devices SET next_send_at = now() WHERE id = $1", [deviceId]);
    await deliver();
    expect((await rows()).map(({ status }) => status)).toEqual(["sent", "sent"]);
  });

  test.each([
    ["somebody without a phone number", { phone: null }, {}, "whatsapp: no phone number"],
    ["a held device", {}, { held_since: new Date(), held_reason: "quota" }, NO_DEVICE],
    ["a disabled device", {}, { disabled_at: new Date() }, NO_DEVICE],
    ["a device without a token", {}, { gateway_token_sealed: null }, NO_DEVICE],
  ])("to %s it goes by e-mail, and says why", async (_, staff, device, reason) => {
    await addGatewayDevice(device);
    const email = `${crypto.randomUUID()}@people.test`;
    await tell(await addSales({ ...staff, email }));
    await deliver();
    await deliver();
    expect(fonnte.posted).toEqual([]);
    expect(smtp.received.map(({ to }) => to)).toEqual([[email]]);
    expect(smtp.received[0]?.message).toContain("Subject: Lead baru");
    expect(await row()).toMatchObject({
      ...{ status: "sent", channel: "email", last_error: reason, content_sealed: null },
    });
  });

  test("what the gateway refuses goes by e-mail at once", async () => {
    await addGatewayDevice();
    fonnte.answerWith(() => refused("request invalid on disconnected device"));
    await tell(await addSales());
    await deliver();
    expect(smtp.received.length).toBe(1);
    const { status, channel, attempts, last_error } = await row();
    expect({ status, channel, attempts }).toEqual({
      status: "sent",
      channel: "email",
      attempts: 2,
    });
    expect(last_error).toStartWith("whatsapp: ");
  });

  test("the e-mail of the same notice is not doubled", async () => {
    await tellBy(["whatsapp", "email"], await addSales());
    await deliver();
    expect(smtp.received.length).toBe(1);
    expect((await rows()).map(({ status, last_error }) => [status, last_error])).toEqual([
      ["failed", `${NO_DEVICE}; the e-mail tells it`],
      ["sent", null],
    ]);
  });

  test("an answer that nobody understands leaves a doubt, and no second message", async () => {
    await addGatewayDevice();
    fonnte.answerWith(() => new Response("<html>", { status: 502 }));
    await tell(await addSales());
    await deliver();
    fonnte.answerWith(queued);
    await deliver();
    expect([fonnte.posted.length, smtp.received.length]).toEqual([1, 0]);
    expect(await row()).toMatchObject({ status: "doubtful", attempts: 1, content_sealed: null });
  });

  test("a process that dies between call and mark leaves a doubt, and no second message", async () => {
    await addGatewayDevice();
    await tell(await addSales());
    const called = Promise.withResolvers<void>();
    void deliver({
      ...app.deps.gateway,
      send: async (...message) => {
        await app.deps.gateway.send(...message);
        called.resolve();
        return new Promise(() => {});
      },
    });
    await called.promise;
    expect((await row()).status).toBe("sending");
    await deliver();
    await deliver();
    expect(fonnte.posted.length).toBe(1);
    expect(await row()).toMatchObject({
      ...{ status: "doubtful", last_error: "interrupted while sending", content_sealed: null },
    });
  });

  test("a gateway that is away is asked again, and e-mail takes over in the end", async () => {
    await addGatewayDevice();
    const away: Gateway = {
      ...app.deps.gateway,
      send: async () => ({ kind: "unreachable", detail: "ECONNREFUSED" }),
    };
    await tell(await addSales());
    const freed = () =>
      owner.query("UPDATE whatsapp_devices SET next_send_at = NULL WHERE tenant_id = $1", [
        tenant.id,
      ]);
    for (let attempt = 1; attempt < 5; attempt += 1) {
      await expect(deliver(away)).rejects.toThrow("ECONNREFUSED");
      expect(await row()).toMatchObject({
        ...{ status: "queued", attempts: attempt, last_error: "whatsapp: ECONNREFUSED" },
      });
      await freed();
    }
    await deliver(away);
    expect(await row()).toMatchObject({
      ...{ status: "sent", channel: "email", last_error: "whatsapp: ECONNREFUSED" },
    });
    expect([fonnte.posted.length, smtp.received.length]).toEqual([0, 1]);
  });

  test("whoever does not work here any more is told nothing", async () => {
    await addGatewayDevice();
    await tell(await addSales({ status: "inactive" }));
    await deliver();
    expect([fonnte.posted.length, smtp.received.length]).toEqual([0, 0]);
    expect(await row()).toMatchObject({
      ...{ status: "failed", last_error: "is no longer active staff", content_sealed: null },
    });
  });

  test("a job that names another tenant's notice does nothing", async () => {
    await addGatewayDevice();
    await tell(await addSales());
    const other = await createTestTenant(app);
    const { id } = await row();
    await deliverNotificationJob(app.deps, { tenantId: other.id, notificationId: id });
    expect(fonnte.posted).toEqual([]);
    expect(await row()).toMatchObject({ status: "queued", attempts: 0 });
  });
});

describe("by SMS", () => {
  const send = async (more = {}) => {
    await tellBy(["sms"], await addSales({ phone: "+6281355550002", ...more }));
    await deliver();
  };

  test("a notice goes through Twilio's API", async () => {
    await send();
    expect(twilio.posted).toEqual([
      {
        path: `/2010-04-01/Accounts/${SID}/Messages.json`,
        authorization: `Basic ${btoa(`${SID}:its token`)}`,
        form: { To: "+6281355550002", From: "+14155550100", Body: TEXT },
      },
    ]);
    expect(await row()).toMatchObject({ status: "sent", channel: "sms", last_error: null });
  });

  test.each([
    ["a number that takes none", 400, { code: 21614, message: "+6281355550002" }, "400 21614"],
    ["a wrong account", 401, { code: 20003 }, "401 20003"],
  ])("%s is told by e-mail, without its number", async (_, status, answer, code) => {
    twilio.answerWith(() => Response.json(answer, { status }));
    await send();
    expect([twilio.posted.length, smtp.received.length]).toEqual([1, 1]);
    expect(await row()).toMatchObject({
      ...{ status: "sent", channel: "email", last_error: `sms: Twilio: ${code}` },
    });
  });

  test.each([
    ["a fault of theirs", () => new Response("oops", { status: 500 }), "sms: Twilio: 500"],
    ["an answer without an id", () => Response.json({}, { status: 201 }), "sms: Twilio: 201"],
  ])("%s leaves a doubt", async (_, answer, last_error) => {
    twilio.answerWith(answer);
    await send();
    await deliver();
    expect([twilio.posted.length, smtp.received.length]).toEqual([1, 0]);
    expect(await row()).toMatchObject({ status: "doubtful", last_error });
  });

  test("a broken connection leaves a doubt", async () => {
    const broken = startFormServer(accepted);
    broken.answerWith(() => null);
    const other = createTestApp({ config: twilioAt(broken.url), logLevel: "silent" });
    await tellBy(["sms"], await addSales());
    const job = { tenantId: tenant.id, notificationId: (await row()).id };
    await deliverNotificationJob(other.deps, job);
    await other.close();
    expect(broken.posted.length).toBe(1);
    expect(await row()).toMatchObject({
      status: "doubtful",
      last_error: "sms: Twilio: ECONNRESET",
    });
  });

  test("what came too fast is tried again", async () => {
    twilio.answerWith(() => Response.json({ code: 20429 }, { status: 429 }));
    await expect(send()).rejects.toThrow("429 20429");
    twilio.answerWith(accepted);
    await deliver();
    expect(twilio.posted.length).toBe(2);
    expect(await row()).toMatchObject({ status: "sent", channel: "sms", last_error: null });
  });

  test("nobody who listens is certain not to have taken it", async () => {
    const gone = startFormServer(accepted);
    await gone.close();
    const other = createTestApp({ config: twilioAt(gone.url), logLevel: "silent" });
    await tellBy(["sms"], await addSales());
    const job = { tenantId: tenant.id, notificationId: (await row()).id };
    await expect(deliverNotificationJob(other.deps, job)).rejects.toThrow("ECONNREFUSED");
    await other.close();
    expect(await row()).toMatchObject({ status: "queued", attempts: 1 });
  });

  test("where no account is set, it goes by e-mail", async () => {
    await tellBy(["sms"], await addSales());
    const job = { tenantId: tenant.id, notificationId: (await row()).id };
    await deliverNotificationJob({ ...app.deps, sms: null }, job);
    expect(smtp.received.length).toBe(1);
    expect((await row()).last_error).toBe("sms: no account is set");
  });
});

describe("by e-mail", () => {
  test("a mailbox that is not there is the end of it", async () => {
    await tellBy(["email"], await addSales({ email: "refused@people.test" }));
    await deliver();
    expect(await row()).toMatchObject({
      ...{ status: "failed", attempts: 1, last_error: "email: EENVELOPE RCPT TO 550" },
      content_sealed: null,
    });
  });

  test("the tenth failure is the last", async () => {
    const gone = await startTestSmtp();
    await gone.close();
    const mailer = createSmtpMailer(gone.url, "a@b.test");
    await tellBy(["email"], await addSales());
    const job = { tenantId: tenant.id, notificationId: (await row()).id };
    for (let attempt = 1; attempt < 10; attempt += 1) {
      await expect(deliverNotificationJob({ ...app.deps, mailer }, job)).rejects.toThrow("ESOCKET");
    }
    await deliverNotificationJob({ ...app.deps, mailer }, job);
    expect(await row()).toMatchObject({ status: "failed", attempts: 10, content_sealed: null });
    await deliver();
    expect(smtp.received).toEqual([]);
  });
});
