import type { TenantScope } from "../../db/index.ts";
import { FROM_CONTENT } from "./message-identity.ts";
import { REPEATED_WITHIN } from "./read-fonnte-message.ts";

/**
 * Empties every message exchanged with a person; that there was one, in which direction and when,
 * stays. An identity stays only where it comes from the gateway's number of a message that may
 * still be repeated, so that the repeat is known as one: whoever holds the number of a message
 * learns nothing from it here. All others, which what was written can be guessed from, go.
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
}
