import type { Prisma, TenantScope } from "../../db/index.ts";
import type { SendOutcome } from "../../infra/gateway/gateway.ts";
import { ATTEMPTS, type TakenUp } from "./take-up-notification.ts";

/** After some three minutes in which WhatsApp or SMS could not be reached, e-mail takes over. */
const ATTEMPTS_BEFORE_EMAIL = 5;

/**
 * Keeps what came of an attempt, and tells what is next: "again" later by the same channel, at once
 * "by_email", or nothing.
 */
export async function markOutcome(
  { db, tenant, now, log }: TenantScope,
  { id, kind, attempts, detour, route }: TakenUp,
  outcome: SendOutcome,
): Promise<"again" | "by_email" | null> {
  const row = { tenantId: tenant.id, id };
  if (outcome.kind === "accepted") {
    await db.notification.updateMany({
      // Another process may have found it being sent, and called it doubtful.
      where: { ...row, status: { in: ["queued", "sending", "doubtful"] } },
      data: { status: "sent", sentAt: now, contentSealed: null, lastError: detour },
    });
    return null;
  }
  const isByEmail = route.channel === "email";
  const detail = `${route.channel}: ${outcome.detail}`;
  const lastError = detour ? `${detour}; ${detail}` : detail;
  const keep = (data: Prisma.NotificationUpdateManyMutationInput) =>
    db.notification.updateMany({
      where: { ...row, status: { in: ["queued", "sending"] } },
      data: { ...data, lastError },
    });
  const giveUp = async (status: "failed" | "doubtful") => {
    await keep({ status, contentSealed: null });
    log.error({ notificationId: id, kind, attempts, reason: lastError }, `a notice is ${status}`);
    return null;
  };
  if (outcome.kind === "unknown") return giveUp("doubtful");
  if (attempts >= ATTEMPTS || (isByEmail && outcome.kind === "refused")) return giveUp("failed");
  if (!isByEmail && (outcome.kind === "refused" || attempts >= ATTEMPTS_BEFORE_EMAIL)) {
    await keep({ status: "queued", channel: "email" });
    return "by_email";
  }
  await keep({ status: "queued" });
  return "again";
}
