import { Prisma, type TenantScope } from "../../db/index.ts";
import type { Conversation } from "./schemas.ts";

/**
 * Opens a conversation between one of the dealership's numbers and a person's, or gives the one
 * that is there, whosever lead it is. The caller holds the lead's row.
 * @param person the number in E.164, or a LID.
 */
export async function openConversation(
  { db, tenant, now }: TenantScope,
  { leadId, person }: { leadId: string; person: string },
  deviceId: string,
): Promise<Conversation & { isNew: boolean }> {
  const rows = await db.$queryRaw<{ id: string; leadId: string; isNew: boolean }[]>(Prisma.sql`
    INSERT INTO conversations (tenant_id, lead_id, device_id, person, last_message_at, created_at)
    VALUES (${tenant.id}::uuid, ${leadId}::uuid, ${deviceId}::uuid, ${person},
            ${now}::timestamptz, ${now}::timestamptz)
    ON CONFLICT (tenant_id, device_id, person)
      DO UPDATE SET last_message_at = conversations.last_message_at
    RETURNING id, lead_id AS "leadId", xmax = 0 AS "isNew"`);
  const row = rows[0];
  if (!row) throw new Error("a conversation was neither made nor found");
  return { ...row, deviceId };
}
