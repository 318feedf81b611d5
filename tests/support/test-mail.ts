import { NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import type { Mail, Mailer } from "../../src/infra/mail/mailer.ts";
import { hashToken } from "../../src/infra/secrets.ts";
import { eventually } from "./eventually.ts";
import type { TestApp } from "./test-app.ts";

/** The token of a mailed link. */
export const tokenOf = (text: string): string => /#token=([\w-]+)/.exec(text)?.[1] ?? "";

/** What waits in the outbox for an address, the oldest first: unsealed, as a job would deliver it. */
export async function waitingMail(app: TestApp, host: string, to: string): Promise<Mail[]> {
  const tenant = await app.deps.tenants.find(host);
  if (!tenant) throw new Error(`nobody lives at ${host}`);
  const rows = await withTenant(
    app.deps.database,
    { tenant, actor: { kind: "job" }, origin: NO_ORIGIN, now: new Date(), log: app.deps.log },
    ({ db }) =>
      db.email.findMany({
        where: { tenantId: tenant.id, recipientHash: hashToken(to), contentSealed: { not: null } },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      }),
  );
  return Promise.all(
    rows.map(async ({ id, contentSealed }) => {
      const column = "emails.content_sealed";
      const content = await app.deps.keys.secrets.open(tenant.id, column, contentSealed ?? "");
      return { id, ...JSON.parse(content) };
    }),
  );
}

/** The mail to an address that was sent last or waits: a worker that runs may be faster than we. */
export async function latestMail(
  app: TestApp,
  host: string,
  to: string,
): Promise<Mail | undefined> {
  const waiting = await waitingMail(app, host, to);
  const { mailer } = app.deps;
  const sent = isRecording(mailer) ? mailer.sent.filter((mail) => mail.to === to) : [];
  return [...sent, ...waiting].at(-1);
}

const isRecording = (mailer: Mailer): mailer is RecordingMailer => "sent" in mailer;

export interface RecordingMailer extends Mailer {
  sent: Mail[];
  /** The next mail to an address, or the one that came. */
  mailTo(address: string): Promise<Mail>;
}

/** Keeps mail instead of sending it. */
export function createRecordingMailer(): RecordingMailer {
  const sent: Mail[] = [];
  return {
    sent,
    send: async (mail) => void sent.push(mail),
    mailTo: (address) => eventually(() => sent.find(({ to }) => to === address)),
  };
}
