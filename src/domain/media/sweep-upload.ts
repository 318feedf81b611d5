import { Prisma, type TenantScope } from "../../db/index.ts";
import { deleteObjectsLater } from "./delete-objects.ts";
import { mediaKey } from "./media-key.ts";

/** Removes a file that was uploaded and that no message has. */
export async function sweepUpload(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  await db.$executeRaw(Prisma.sql`
    DELETE FROM media_files
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid AND NOT EXISTS (
      SELECT FROM messages
      WHERE messages.tenant_id = ${tenant.id}::uuid AND messages.media_id = media_files.id)`);
  const left = await db.mediaFile.count({ where: { tenantId: tenant.id, id } });
  if (left === 0) await deleteObjectsLater(scope, [mediaKey(tenant.id, id)]);
}
