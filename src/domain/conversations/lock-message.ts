import { Prisma, type TenantScope } from "../../db/index.ts";
import { type LockedDevice, lockDevice } from "../devices/lock-device.ts";
import { conflict, notFound } from "../errors.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import type { MessageStatus } from "./schemas.ts";

export interface LockedMessage {
  id: string;
  leadId: string;
  assigneeId: string | null;
  conversationId: string;
  deviceId: string;
  device: LockedDevice;
  status: MessageStatus;
}

/**
 * Finds a message of the dealership for somebody who decides about it, and holds the rows of its
 * lead and device, and with the latter the message, until the transaction ends.
 * @throws DomainError not found for a message that the actor may not see, conflict
 * MESSAGE_NOT_IN_STATE unless its status is one of those.
 */
export async function lockMessage(
  scope: TenantScope,
  id: string,
  statuses: MessageStatus[],
): Promise<LockedMessage> {
  const { db, tenant } = scope;
  const rows = await db.$queryRaw<Omit<LockedMessage, "device" | "status">[]>(Prisma.sql`
    SELECT m.id, m.lead_id AS "leadId", leads.assignee_id AS "assigneeId",
      m.conversation_id AS "conversationId", c.device_id AS "deviceId"
    FROM messages m
    JOIN conversations c ON c.tenant_id = ${tenant.id}::uuid AND c.id = m.conversation_id
    JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = m.lead_id
    WHERE m.tenant_id = ${tenant.id}::uuid AND m.id = ${id}::uuid AND m.direction = 'outbound'
      AND ${visibleLeads(scope)}
    FOR NO KEY UPDATE OF leads`);
  const found = rows[0];
  const device = found && (await lockDevice(scope, found.deviceId));
  if (!found || !device) throw notFound("message");
  const [row] = await db.$queryRaw<{ status: MessageStatus }[]>(Prisma.sql`
    SELECT status FROM messages WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid
    FOR UPDATE`);
  if (!row) throw notFound("message");
  if (!statuses.includes(row.status)) {
    const words = `This message is ${row.status}; only one that is ${statuses.join(", ")} allows it.`;
    throw conflict("MESSAGE_NOT_IN_STATE", words);
  }
  return { ...found, device, status: row.status };
}
