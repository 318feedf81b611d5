import type { TenantScope } from "../../../db/index.ts";
import { BULK_KEPT, MOST_PREVIEWS, PREVIEW_KEPT } from "./vocabulary.ts";

/** Forgets previews that expired or are too many, and changes of long ago; not those in somebody's hands. */
export async function sweepBulkChanges({ db, tenant, now }: TenantScope): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  await db.$executeRaw`
    DELETE FROM bulk_changes WHERE tenant_id = ${tenant.id}::uuid AND id IN (
      SELECT bulk.id FROM bulk_changes bulk LEFT JOIN (
        SELECT id, row_number() OVER (ORDER BY created_at DESC, id DESC) AS place FROM bulk_changes
        WHERE tenant_id = ${tenant.id}::uuid AND status = 'previewed'
      ) open ON open.id = bulk.id
      WHERE bulk.tenant_id = ${tenant.id}::uuid AND (bulk.created_at < ${before(BULK_KEPT)}
        OR (bulk.status = 'previewed' AND bulk.created_at < ${before(PREVIEW_KEPT)})
        OR open.place > ${MOST_PREVIEWS})
      FOR UPDATE OF bulk SKIP LOCKED)`;
}
