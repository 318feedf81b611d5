import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { DomainError } from "../errors.ts";
import type { Secrets } from "../keys/key-ring.ts";
import type { EmailKind } from "./email-kinds.ts";
import { nextEmailAt } from "./email-limit.ts";

export interface EmailContent {
  /** One address. */
  to: string;
  subject: string;
  text: string;
}

/**
 * Puts a mail into the outbox, sealed, with the job that delivers it: both are there when the
 * scope's transaction commits. Whoever calls holds a lock on the recipient's account, so that
 * calls at once do not pass the limit together.
 * @throws DomainError too_many TOO_MANY_EMAILS when the address got three of the kind in an hour.
 */
export async function sendEmailLater(
  scope: TenantScope,
  secrets: Secrets,
  { kind, ...content }: EmailContent & { kind: EmailKind },
): Promise<void> {
  const { db, tenant, now } = scope;
  const nextAt = await nextEmailAt(scope, kind, content.to);
  if (nextAt) {
    throw new DomainError(
      "too_many",
      "TOO_MANY_EMAILS",
      "This address was sent enough mail of this kind. Wait before the next.",
      { retryAfter: Math.max(1, Math.ceil((nextAt.getTime() - now.getTime()) / 1000)) },
    );
  }
  const column = "emails.content_sealed";
  const { id } = await db.email.create({
    data: {
      ...{ tenantId: tenant.id, kind, recipientHash: hashToken(content.to), createdAt: now },
      contentSealed: await secrets.seal(tenant.id, column, JSON.stringify(content)),
    },
    select: { id: true },
  });
  await enqueueJob(scope, "deliverEmail", { emailId: id });
}
