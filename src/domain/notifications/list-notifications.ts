import type { TenantScope } from "../../db/index.ts";
import { allows } from "../staff/permissions.ts";
import type { Notification, NotificationQuery } from "./schemas.ts";

const LATEST = 100;

/**
 * The latest notices to the actor; those of a status that went wrong to everybody, for whoever
 * manages the inbox.
 */
export async function listNotifications(
  { db, tenant, actor }: TenantScope,
  { status }: NotificationQuery,
): Promise<Notification[]> {
  const ofEverybody = status !== undefined && allows(actor, "inbox:manage");
  const staffId = actor.kind === "staff" ? actor.id : null;
  if (!ofEverybody && staffId === null) return [];
  const rows = await db.notification.findMany({
    where: {
      tenantId: tenant.id,
      ...(status && { status }),
      ...(!ofEverybody && staffId !== null && { staffId }),
    },
    orderBy: { id: "desc" },
    take: LATEST,
    select: {
      ...{ id: true, staff: { select: { id: true, name: true } }, kind: true, channel: true },
      ...{ status: true, attempts: true, lastError: true, createdAt: true, sentAt: true },
    },
  });
  return rows.map((row) => ({
    ...row,
    kind: row.kind as Notification["kind"],
    channel: row.channel as Notification["channel"],
    status: row.status as Notification["status"],
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  }));
}
