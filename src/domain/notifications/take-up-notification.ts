import { Prisma, type TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";
import type { Channel } from "../inbox/inbox-settings.ts";
import { claimDevice } from "./claim-device.ts";

export type Route =
  | { channel: "whatsapp"; tokenSealed: string }
  | { channel: "sms" }
  | { channel: "email" };

/** A notice whose attempt is counted; it is to be sent now. */
export interface TakenUp {
  tenantId: string;
  id: string;
  kind: string;
  /** How often it was tried, this time included. */
  attempts: number;
  /** Why it does not go the way that was chosen for its kind; null when it does. */
  detour: string | null;
  contentSealed: string;
  to: string;
  route: Route;
}

interface NoticeRow {
  id: string;
  staffId: string;
  kind: string;
  channel: Channel;
  occasion: string;
  status: string;
  attempts: number;
  lastError: string | null;
  contentSealed: string | null;
  phone: string | null;
  email: string;
  isActive: boolean;
}

/** A way to go, a moment to wait for, or the reason why the chosen channel cannot take it. */
type Way = { route: Route; to: string } | { waitUntil: Date } | { detour: string };

/** The queue's pauses between them grow from seconds to hours: some 3½ hours altogether. */
export const ATTEMPTS = 10;

/** Milliseconds at the most between those that wait for one device, so that they do not meet. */
const SPREAD = 3_000;

/**
 * Counts the attempt and commits to it; null when there is nothing to send now.
 * @param hasSms whether this installation can send SMS.
 */
export async function takeUpNotification(
  scope: TenantScope,
  id: string,
  hasSms: boolean,
): Promise<TakenUp | null> {
  const row = await lockNotice(scope, id);
  if (!row?.contentSealed) return null;
  if (row.status === "sending") return giveUp(scope, row, "doubtful", "interrupted while sending");
  if (row.attempts >= ATTEMPTS) {
    return giveUp(scope, row, "failed", "interrupted at the last attempt");
  }
  if (!row.isActive) return giveUp(scope, row, "failed", "is no longer active staff");
  const way = await wayOf(scope, row, hasSms);
  if ("waitUntil" in way) {
    const runAt = new Date(way.waitUntil.getTime() + Math.random() * SPREAD);
    await enqueueJob(scope, "deliverNotification", { notificationId: id }, { runAt });
    return null;
  }
  const detour = "detour" in way ? way.detour : detourOf(row);
  if (detour !== null && (await goesByEmailAnyway(scope, row))) {
    return giveUp(scope, row, "failed", `${detour}; the e-mail tells it`);
  }
  const { route, to } =
    "route" in way ? way : { route: { channel: "email" } as const, to: row.email };
  const attempts = row.attempts + 1;
  const status = route.channel === "email" ? "queued" : "sending";
  const { db, tenant } = scope;
  await db.notification.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { attempts, status, channel: route.channel, lastError: detour ?? row.lastError },
  });
  const { kind, contentSealed } = row;
  return { ...{ tenantId: tenant.id, id, kind, attempts, detour, contentSealed }, to, route };
}

async function lockNotice({ db, tenant }: TenantScope, id: string): Promise<NoticeRow | undefined> {
  const rows = await db.$queryRaw<NoticeRow[]>(Prisma.sql`
    SELECT notice.id, notice.staff_id AS "staffId", notice.kind, notice.channel, notice.occasion,
      notice.status, notice.attempts, notice.last_error AS "lastError",
      notice.content_sealed AS "contentSealed", staff.phone, staff.email,
      staff.status = 'active' AS "isActive"
    FROM notifications notice
    JOIN staff ON staff.tenant_id = notice.tenant_id AND staff.id = notice.staff_id
    WHERE notice.tenant_id = ${tenant.id}::uuid AND notice.id = ${id}::uuid
      AND notice.status IN ('queued', 'sending')
    FOR UPDATE OF notice`);
  return rows[0];
}

async function giveUp(
  { db, tenant, log }: TenantScope,
  { id, kind, attempts }: NoticeRow,
  status: "doubtful" | "failed",
  reason: string,
): Promise<null> {
  await db.notification.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { status, lastError: reason, contentSealed: null },
  });
  log.warn({ notificationId: id, kind, attempts, reason }, `a notice is ${status}`);
  return null;
}

async function wayOf(scope: TenantScope, row: NoticeRow, hasSms: boolean): Promise<Way> {
  const { channel, phone, email } = row;
  if (channel === "email") return { route: { channel }, to: email };
  if (phone === null) return { detour: `${channel}: no phone number` };
  if (channel === "sms") {
    return hasSms ? { route: { channel }, to: phone } : { detour: "sms: no account is set" };
  }
  const device = await claimDevice(scope);
  if (device === null) return { detour: "whatsapp: no device is connected" };
  if ("waitUntil" in device) return device;
  return { route: { channel, tokenSealed: device.tokenSealed }, to: phone };
}

/** Of a notice that was turned to e-mail before: why. */
function detourOf({ channel, occasion, lastError }: NoticeRow): string | null {
  const isTurned = channel === "email" && !occasion.startsWith("email:");
  return isTurned ? (lastError?.split("; ")[0] ?? null) : null;
}

async function goesByEmailAnyway(
  { db, tenant }: TenantScope,
  { staffId, kind, occasion }: NoticeRow,
): Promise<boolean> {
  const same = `email:${occasion.slice(occasion.indexOf(":") + 1)}`;
  const found = await db.notification.count({
    where: { tenantId: tenant.id, staffId, kind, occasion: same },
  });
  return found > 0;
}
