import type { TenantScope } from "../../db/index.ts";

/** Removes the files of every message exchanged with a person; that there were some stays. */
export async function eraseMedia({ db, tenant }: TenantScope, leadId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE media_files SET status = 'lost', reason = 'erased', filename = NULL, source_url = NULL,
      storage_key = NULL, content_type = NULL, bytes = NULL, stored_at = NULL
    WHERE tenant_id = ${tenant.id}::uuid AND id IN (
      SELECT media_id FROM messages
      WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid AND media_id IS NOT NULL)`;
}
