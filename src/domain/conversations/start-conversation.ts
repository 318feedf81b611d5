import { Prisma, type TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { assertCanSend } from "../devices/gateway-token.ts";
import { conflict, invalid, notFound } from "../errors.ts";
import { lockLead } from "../leads/lock-lead.ts";
import { openConversation } from "./open-conversation.ts";
import type { Conversation } from "./schemas.ts";

interface UsableDevice {
  id: string;
  canSend: boolean;
}

/** The device that is asked for, or else the first that can send, one that is not held before. */
async function chooseDevice({ db, tenant }: TenantScope, asked?: string): Promise<UsableDevice> {
  const one = asked ? Prisma.sql`AND id = ${asked}::uuid` : Prisma.empty;
  const rows = await db.$queryRaw<UsableDevice[]>(Prisma.sql`
    SELECT id, gateway_token_sealed IS NOT NULL AND disabled_at IS NULL AS "canSend"
    FROM whatsapp_devices
    WHERE tenant_id = ${tenant.id}::uuid ${one}
    ORDER BY 2 DESC, held_since IS NULL DESC, created_at, id LIMIT 1`);
  if (!rows[0] && asked) throw invalid("deviceId", "is no number of this dealership");
  return rows[0] ?? { id: "", canSend: false };
}

/**
 * Opens a conversation with a lead, or gives the one that is there between the device and the
 * lead's number.
 * @throws DomainError not found, invalid for a device that is not there, conflict
 * DEVICE_CANNOT_SEND or CONVERSATION_OF_ANOTHER_LEAD.
 */
export async function startConversation(
  scope: TenantScope,
  leadId: string,
  deviceId?: string,
): Promise<Conversation> {
  const { db, tenant } = scope;
  await lockLead(scope, leadId);
  const { phone, whatsappLid } = await db.lead.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: tenant.id, id: leadId } },
    select: { phone: true, whatsappLid: true },
  });
  const person = phone ?? whatsappLid;
  if (!person) throw notFound("lead");
  const device = await chooseDevice(scope, deviceId);
  assertCanSend(device);
  const row = await openConversation(scope, { leadId, person }, device.id);
  if (row.leadId !== leadId) {
    throw conflict("CONVERSATION_OF_ANOTHER_LEAD", "This number's conversation is another lead's.");
  }
  await recordAuditEvent(scope, {
    ...{ action: "conversation.started", subject: "conversation", id: row.id },
    after: { leadId, deviceId: device.id, isNew: row.isNew },
  });
  return { id: row.id, leadId, deviceId: device.id };
}
