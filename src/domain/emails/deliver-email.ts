import type { TenantScope } from "../../db/index.ts";
import { type Mailer, MailFault } from "../../infra/mail/mailer.ts";
import type { Secrets } from "../keys/key-ring.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import type { EmailContent } from "./send-email-later.ts";

/** The queue's pauses between them grow from seconds to hours: some 3½ hours altogether. */
const ATTEMPTS = 10;

/**
 * Delivers a mail of the outbox and forgets what it said; one that was delivered or given up is
 * left alone. The attempt is counted before it is made, and no transaction stays open meanwhile:
 * a process that dies in between has it sent again, under the same Message-ID. The tenth failure,
 * or a refusal for good, is the last.
 * @throws Error when it is to be tried again.
 */
export async function deliverEmail(
  enter: EnterTenant,
  secrets: Secrets,
  mailer: Mailer,
  id: string,
): Promise<void> {
  const email = await enter((scope) => takeUp(scope, id));
  if (!email?.contentSealed) return;
  const { tenantId, contentSealed, attempts, kind } = email;
  const fault = await attempt(async () => {
    if (attempts > ATTEMPTS) throw new MailFault("interrupted at the last attempt", true);
    const content = await secrets.open(tenantId, "emails.content_sealed", contentSealed);
    await mailer.send({ id, ...(JSON.parse(content) as EmailContent) });
  });
  const isLost = fault !== null && (attempts >= ATTEMPTS || isFinal(fault));
  await enter(async ({ db, now, log }) => {
    const reason = fault && reasonOf(fault);
    await db.email.updateMany({
      where: { tenantId, id },
      data: {
        lastError: reason,
        ...(!fault && { sentAt: now, contentSealed: null }),
        ...(isLost && { failedAt: now, contentSealed: null }),
      },
    });
    if (isLost) log.error({ emailId: id, kind, attempts, reason }, "an e-mail was given up");
  });
  if (fault && !isLost) throw fault;
}

async function takeUp({ db, tenant }: TenantScope, id: string) {
  const taken = await db.email.updateManyAndReturn({
    where: { tenantId: tenant.id, id, sentAt: null, failedAt: null },
    data: { attempts: { increment: 1 } },
    select: { tenantId: true, contentSealed: true, attempts: true, kind: true },
  });
  return taken[0];
}

const attempt = (work: () => Promise<void>): Promise<Error | null> =>
  work().then(
    () => null,
    (error: Error) => error,
  );

const isFinal = (fault: Error) => fault instanceof MailFault && fault.isFinal;

/** Of another fault the kind alone: its words may be those of the mail. */
const reasonOf = (fault: Error) => (fault instanceof MailFault ? fault.message : fault.name);
