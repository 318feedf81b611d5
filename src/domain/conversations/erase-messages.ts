import type { TenantScope } from "../../db/index.ts";
import { FROM_CONTENT } from "./message-identity.ts";
import { REPEATED_WITHIN } from "./read-fonnte-message.ts";

/**
 * Empties every message exchanged with a person; that there was one, in which direction and when,
 * stays. So does an identity made from the gateway's number, which tells nothing of a person,
 * while the gateway may still repeat the message: the repeat is then known as one. A repeat of a
 * message without a number, after the erasure, makes a new lead.
 */
export async function eraseMessages(
  { db, tenant, now }: TenantScope,
  leadId: string,
): Promise<void> {
  const repeatable = new Date(now.getTime() - REPEATED_WITHIN);
  await db.$executeRaw`
    UPDATE messages SET body = '', media_url = NULL, media_filename = NULL, latitude = NULL,
      longitude = NULL,
      identity = CASE
        WHEN received_at > ${repeatable}::timestamptz AND NOT starts_with(identity, ${FROM_CONTENT})
        THEN identity ELSE 'erased:' || uuidv7() END
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid`;
  await db.$executeRaw`
    UPDATE conversations SET person = 'erased:' || id
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid`;
}
