import type { TenantScope } from "../../db/index.ts";

export interface StoredMedia {
  storageKey: string;
  contentType: string;
  bytes: number;
  filename: string | null;
}

/** A file that is kept, for whoever has a link to it or sends it; null for any other. */
export async function findStoredMedia(
  { db, tenant }: TenantScope,
  id: string,
): Promise<StoredMedia | null> {
  const row = await db.mediaFile.findFirst({
    where: { tenantId: tenant.id, id, status: "stored" },
    select: { storageKey: true, contentType: true, bytes: true, filename: true },
  });
  if (!row?.storageKey || !row.contentType || row.bytes === null) return null;
  const { storageKey, contentType, bytes, filename } = row;
  return { storageKey, contentType, bytes, filename };
}
