import { Prisma, type TenantScope } from "../../db/index.ts";
import { renditionKey } from "./picture-key.ts";
import type { RenditionName } from "./picture-link.ts";
import { storedRenditions } from "./stored-rendition.ts";

export interface FoundRendition {
  key: string;
  contentType: string;
  bytes: number;
}

/**
 * Where a rendition lies; null for one that the dealership does not have, or not yet. A picture that
 * no photo is made of is there for pages that are open, but not when its plate was covered since.
 */
export async function findRendition(
  { db, tenant }: TenantScope,
  { sha256, rotation, plate = "", width, format }: RenditionName,
): Promise<FoundRendition | null> {
  const [row] = await db.$queryRaw<{ id: string; renditions: unknown }[]>(Prisma.sql`
    SELECT own.id, own.renditions FROM pictures own
    WHERE own.tenant_id = ${tenant.id}::uuid AND own.sha256 = ${sha256}
      AND own.rotation = ${rotation} AND own.plate = ${plate}
      AND (EXISTS (
          SELECT FROM car_photos p WHERE p.tenant_id = ${tenant.id}::uuid AND p.picture_id = own.id)
        OR NOT EXISTS (
          SELECT FROM pictures covered
          WHERE covered.tenant_id = ${tenant.id}::uuid AND covered.sha256 = own.sha256
            AND covered.plate NOT IN ('', own.plate) AND covered.status = 'ready'))`);
  const found = storedRenditions(row?.renditions).find(
    (one) => one.width === width && one.format === format,
  );
  if (!row || !found) return null;
  const key = renditionKey(tenant.id, row.id, width, format);
  return { key, contentType: `image/${format}`, bytes: found.bytes };
}
