import type { TenantScope } from "../../db/index.ts";
import { deleteObjectsLater } from "./delete-objects.ts";

/**
 * Removes the files of every message exchanged with a person; that there were some stays. The
 * objects go by jobs of the same transaction, and a file under way is dropped when it arrives.
 */
export async function eraseMedia(scope: TenantScope, leadId: string): Promise<void> {
  const { db, tenant } = scope;
  const erased = await db.$queryRaw<{ id: string }[]>`
    UPDATE media_files SET status = 'lost', reason = 'erased', filename = NULL, source_url = NULL,
      storage_key = NULL, content_type = NULL, bytes = NULL, stored_at = NULL
    WHERE tenant_id = ${tenant.id}::uuid AND id IN (
      SELECT media_id FROM messages
      WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid AND media_id IS NOT NULL)
    RETURNING id`;
  await deleteObjectsLater(
    scope,
    erased.map(({ id }) => id),
  );
}
