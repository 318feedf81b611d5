import type { TenantScope } from "../../db/index.ts";
import { deleteObjectsLater } from "./delete-objects.ts";
import { mediaKey } from "./media-key.ts";

/**
 * Removes the files of the messages exchanged with a person: every one that the person sent, and
 * those of the dealership that nobody else was sent; that there were some stays. The objects go by
 * jobs of the same transaction, and a file under way is dropped when it arrives.
 */
export async function eraseMedia(scope: TenantScope, leadId: string): Promise<void> {
  const { db, tenant } = scope;
  // Of two persons who were sent one file and go at the same time, the later one sees the other gone.
  await db.$queryRaw`
    SELECT id FROM media_files
    WHERE tenant_id = ${tenant.id}::uuid AND id IN (
      SELECT media_id FROM messages
      WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid AND media_id IS NOT NULL)
    ORDER BY id FOR UPDATE`;
  const erased = await db.$queryRaw<{ id: string }[]>`
    UPDATE media_files SET status = 'lost', reason = 'erased', filename = NULL, source_url = NULL,
      storage_key = NULL, content_type = NULL, bytes = NULL, stored_at = NULL
    WHERE tenant_id = ${tenant.id}::uuid AND id IN (
      SELECT media_id FROM messages own
      WHERE own.tenant_id = ${tenant.id}::uuid AND own.lead_id = ${leadId}::uuid
        AND own.media_id IS NOT NULL
        AND (own.direction = 'inbound' OR NOT EXISTS (
          SELECT FROM messages another
          JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = another.lead_id
          WHERE another.tenant_id = ${tenant.id}::uuid AND another.media_id = own.media_id
            AND another.lead_id <> own.lead_id AND leads.erased_at IS NULL)))
    RETURNING id`;
  await deleteObjectsLater(
    scope,
    erased.map(({ id }) => mediaKey(tenant.id, id)),
  );
}
