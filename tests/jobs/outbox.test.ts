/** Mail: written down with what it tells of, delivered by a job, once, or given up and told of. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { pino } from "pino";
import { NO_ORIGIN, type TenantScope, withTenant } from "../../src/db/index.ts";
import { sendEmailLater } from "../../src/domain/emails/send-email-later.ts";
import type { DomainError } from "../../src/domain/errors.ts";
import { createConsoleMailer } from "../../src/infra/mail/console-mailer.ts";
import { type Mailer, MailFault } from "../../src/infra/mail/mailer.ts";
import { createNoMailer } from "../../src/infra/mail/no-mailer.ts";
import { createSmtpMailer } from "../../src/infra/mail/smtp-mailer.ts";
import { hashToken } from "../../src/infra/secrets.ts";
import { deliverEmailJob } from "../../src/jobs/handlers/deliver-email.ts";
import { runWorker } from "../../src/jobs/run-worker.ts";
import { connect } from "../support/attack-database.ts";
import { eventually } from "../support/eventually.ts";
import { startTestSmtp } from "../support/smtp-server.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { createRecordingMailer } from "../support/test-mail.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const FROM = "AutoLeads <no-reply@mail.test>";
const SECRET = "https://dealer.test/account/invitation#token=abc";

const app = createTestApp();
let owner: pg.Client;
let tenant: TestTenant;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

const inScope = async <Result>(work: (scope: TenantScope) => Promise<Result>) => {
  const record = await app.deps.tenants.find(tenant.host);
  if (!record) throw new Error("the tenant is not there");
  const { database, log } = app.deps;
  const context = { tenant: record, origin: NO_ORIGIN, now: new Date(), log };
  return withTenant(database, { ...context, actor: { kind: "operator" } }, work);
};

const newAddress = () => `${crypto.randomUUID()}@people.test`;

const write = async (to = newAddress()) => {
  const mail = { to, subject: "Undangan — señor 試", text: `Halo!\n${SECRET}\n` };
  await inScope((scope) =>
    sendEmailLater(scope, app.deps.keys.secrets, { kind: "invitation", ...mail }),
  );
  return mail;
};

const rowOf = async (to: string) => {
  const { rows } = await owner.query("SELECT * FROM emails WHERE recipient_hash = $1", [
    hashToken(to),
  ]);
  return rows[0];
};

const jobsOf = async (emailId: string) => {
  const { rows } = await owner.query(
    "SELECT * FROM graphile_worker._private_jobs WHERE payload ->> 'emailId' = $1",
    [emailId],
  );
  return rows;
};

/** A process of its own that does the jobs with another mailer. */
async function withWorker<Result>(mailer: Mailer, work: (app: TestApp) => Promise<Result>) {
  const other = createTestApp({ mailer, logLevel: "silent" });
  const worker = runWorker(other.deps, other.ownerUrl);
  try {
    return await work(other);
  } finally {
    await worker.stop();
    await other.close();
  }
}

describe("a mail", () => {
  test("is sealed while it waits, and names its tenant's job", async () => {
    const { to } = await write();
    const row = await rowOf(to);
    expect(JSON.stringify(row)).not.toContain(to);
    expect(JSON.stringify(row)).not.toContain("token");
    const jobs = await jobsOf(row.id);
    expect(jobs.map(({ payload }) => payload)).toEqual([{ tenantId: tenant.id, emailId: row.id }]);
  });

  test("of a deed that is rolled back leaves neither row nor job", async () => {
    const to = newAddress();
    const before = await owner.query("SELECT count(*) FROM graphile_worker._private_jobs");
    const failing = inScope(async (scope) => {
      const mail = { kind: "invitation", to, subject: "x", text: "x" } as const;
      await sendEmailLater(scope, app.deps.keys.secrets, mail);
      expect(await scope.db.email.count({ where: { recipientHash: hashToken(to) } })).toBe(1);
      throw new Error("something later failed");
    });
    await expect(failing).rejects.toThrow("something later failed");
    expect(await rowOf(to)).toBeUndefined();
    const after = await owner.query("SELECT count(*) FROM graphile_worker._private_jobs");
    expect(after.rows).toEqual(before.rows);
  });

  test("goes to one address three times an hour at the most", async () => {
    const to = newAddress();
    for (let n = 0; n < 3; n += 1) await write(to);
    const refusal = await write(to).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ kind: "too_many", code: "TOO_MANY_EMAILS" });
    const { retryAfter } = (refusal as DomainError).details;
    expect(retryAfter).toBeGreaterThan(3_500);
    expect(retryAfter).toBeLessThanOrEqual(3_600);
    await write();
  });
});

describe("delivery", () => {
  test("by a real mail server, and what was said is forgotten", async () => {
    const smtp = await startTestSmtp();
    await withWorker(createSmtpMailer(smtp.url, FROM), async () => {
      const { to } = await write();
      const { message, from, user } = await eventually(() =>
        smtp.received.find((mail) => mail.to.includes(to)),
      );
      expect({ from, user }).toEqual({ from: "no-reply@mail.test", user: "mail" });
      expect(message).toContain(SECRET);
      expect(message).toContain(`To: ${to}`);
      const row = await eventually(async () => {
        const found = await rowOf(to);
        return found.sent_at && found;
      });
      expect(message).toContain(`Message-ID: <${row.id}@mail.test>`);
      expect(row).toMatchObject({ attempts: 1, content_sealed: null, last_error: null });
      await eventually(async () => (await jobsOf(row.id)).length === 0);
    });
    await smtp.close();
  });

  test("is prompt", async () => {
    const mailer = createRecordingMailer();
    await withWorker(mailer, async () => {
      const first = await write();
      await mailer.mailTo(first.to);
      const times: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        const { to } = await write();
        const started = performance.now();
        await mailer.mailTo(to);
        times.push(performance.now() - started);
      }
      expect(times.sort((a, b) => a - b)[2]).toBeLessThan(500);
    });
  });

  test("is tried again after the mail server was away", async () => {
    const gone = await startTestSmtp();
    await gone.close();
    const port = Number(new URL(gone.url).port);
    await withWorker(createSmtpMailer(gone.url, FROM), async () => {
      const { to } = await write();
      const failed = await eventually(async () => {
        const row = await rowOf(to);
        return row.last_error && row;
      });
      expect(failed.last_error).toBe("ESOCKET CONN");
      expect(failed).toMatchObject({ sent_at: null, failed_at: null });
      const smtp = await startTestSmtp({ port });
      await eventually(() => smtp.received.find((mail) => mail.to.includes(to)));
      const row = await eventually(async () => {
        const found = await rowOf(to);
        return found.sent_at && found;
      });
      expect(row).toMatchObject({ content_sealed: null, last_error: null });
      expect(row.attempts).toBeGreaterThanOrEqual(2);
      await smtp.close();
    });
  });

  test("that is refused for good is given up at once, without a word of the recipient", async () => {
    const smtp = await startTestSmtp({
      refuse: (to) => ({ code: 550, message: `no mailbox ${to}` }),
    });
    await withWorker(createSmtpMailer(smtp.url, FROM), async () => {
      const { to } = await write();
      const row = await eventually(async () => {
        const found = await rowOf(to);
        return found.failed_at && found;
      });
      expect(row).toMatchObject({
        ...{ attempts: 1, sent_at: null, content_sealed: null },
        last_error: "EENVELOPE RCPT TO 550",
      });
      await eventually(async () => (await jobsOf(row.id)).length === 0);
    });
    await smtp.close();
  });

  test("is given up at the tenth failure, with a line in the log", async () => {
    const lines: string[] = [];
    const log = pino({ level: "error" }, { write: (line) => void lines.push(line) });
    const other = createTestApp({ mailer: createNoMailer(), log });
    const { to } = await write();
    const { id } = await rowOf(to);
    const deliver = () => deliverEmailJob(other.deps, { tenantId: tenant.id, emailId: id });
    for (let attempt = 1; attempt < 10; attempt += 1) {
      await expect(deliver()).rejects.toThrow("SMTP_URL is not set");
    }
    expect(lines).toEqual([]);
    await deliver();
    expect(await rowOf(to)).toMatchObject({ attempts: 10, sent_at: null, content_sealed: null });
    expect(lines.length).toBe(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      ...{ tenant: tenant.slug, emailId: id, kind: "invitation", reason: "SMTP_URL is not set" },
      msg: "an e-mail was given up",
    });
    await deliver();
    expect((await rowOf(to)).attempts).toBe(10);
    await other.close();
  });

  test("whose process died before it was marked happens again under the same Message-ID", async () => {
    const smtp = await startTestSmtp();
    const mailer = createSmtpMailer(smtp.url, FROM);
    const { to } = await write();
    const { id } = await rowOf(to);
    const sent = Promise.withResolvers<void>();
    const dying = createTestApp({
      mailer: {
        send: async (mail) => {
          await mailer.send(mail);
          sent.resolve();
          await new Promise(() => {});
        },
      },
    });
    const job = { tenantId: tenant.id, emailId: id };
    void deliverEmailJob(dying.deps, job);
    await sent.promise;
    await dying.close();
    expect(await rowOf(to)).toMatchObject({ attempts: 1, sent_at: null });
    const next = createTestApp({ mailer });
    await deliverEmailJob(next.deps, job);
    await deliverEmailJob(next.deps, job);
    await next.close();
    const ids = smtp.received.map(({ message }) => /Message-ID: (<[^>]+>)/.exec(message)?.[1]);
    expect(ids).toEqual([`<${id}@mail.test>`, `<${id}@mail.test>`]);
    expect(await rowOf(to)).toMatchObject({ attempts: 2, content_sealed: null });
    await smtp.close();
  });

  test("of a job that names a mail of another tenant does nothing", async () => {
    const mailer = createRecordingMailer();
    const other = await createTestTenant(app);
    const { to } = await write();
    const { id } = await rowOf(to);
    const next = createTestApp({ mailer });
    await deliverEmailJob(next.deps, { tenantId: other.id, emailId: id });
    await next.close();
    expect(mailer.sent).toEqual([]);
    expect(await rowOf(to)).toMatchObject({ attempts: 0, sent_at: null });
  });
});

describe("a mail server's refusal", () => {
  test.each([
    ["a wrong password", "wrong", null, "EAUTH AUTH PLAIN 535"],
    ["one for a moment", null, 451, "EENVELOPE RCPT TO 451"],
  ])("of %s may pass", async (_, password, code, reason) => {
    const smtp = await startTestSmtp({ refuse: () => (code ? { code, message: "later" } : null) });
    const url = password ? smtp.url.replace(/:[^:/@]+@/, `:${password}@`) : smtp.url;
    const mail = { id: "1", to: "a@b.test", subject: "s", text: "t" };
    const fault = await createSmtpMailer(url, FROM)
      .send(mail)
      .catch((error) => error);
    expect(fault).toBeInstanceOf(MailFault);
    expect({ reason: fault.message, isFinal: fault.isFinal }).toEqual({ reason, isFinal: false });
    await smtp.close();
  });
});

test("a developer reads mail on the console", async () => {
  const printed: string[] = [];
  const mailer = createConsoleMailer((text) => printed.push(text));
  await withWorker(mailer, async () => {
    const { to } = await write();
    const text = await eventually(() => printed.find((one) => one.includes(to)));
    expect(text).toContain(`To: ${to}\n`);
    expect(text).toContain("Subject: Undangan — señor 試\n");
    expect(text).toContain(`  ${SECRET}\n`);
  });
});
