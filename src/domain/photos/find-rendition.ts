import type { TenantScope } from "../../db/index.ts";
import { renditionKey } from "./picture-key.ts";
import type { RenditionName } from "./picture-link.ts";
import { storedRenditions } from "./stored-rendition.ts";

export interface FoundRendition {
  key: string;
  contentType: string;
  bytes: number;
}

/** Where a rendition lies; null for one that the dealership does not have, or not yet. */
export async function findRendition(
  { db, tenant }: TenantScope,
  { sha256, rotation, width, format }: RenditionName,
): Promise<FoundRendition | null> {
  const row = await db.picture.findUnique({
    where: { tenantId_sha256_rotation: { tenantId: tenant.id, sha256, rotation } },
    select: { id: true, renditions: true },
  });
  const found = storedRenditions(row?.renditions).find(
    (one) => one.width === width && one.format === format,
  );
  if (!row || !found) return null;
  const key = renditionKey(tenant.id, row.id, width, format);
  return { key, contentType: `image/${format}`, bytes: found.bytes };
}
