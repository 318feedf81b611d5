import { Prisma, type TenantScope } from "../../db/index.ts";
import type { Rotation } from "../../infra/pictures/rotation.ts";
import type { PictureIdentity } from "./picture-link.ts";

/** What a photo is made from. */
export interface PictureRow extends PictureIdentity {
  id: string;
  status: string;
  rotation: Rotation;
  width: number;
}

/** The picture with this content, held until the transaction ends; null when there is none. */
export async function lockPicture(
  { db, tenant }: TenantScope,
  { sha256, rotation, plate = "" }: PictureIdentity,
): Promise<PictureRow | null> {
  const rows = await db.$queryRaw<PictureRow[]>(Prisma.sql`
    SELECT id, sha256, rotation, plate, status, width FROM pictures
    WHERE tenant_id = ${tenant.id}::uuid AND sha256 = ${sha256} AND rotation = ${rotation}
      AND plate = ${plate}
    FOR UPDATE`);
  return rows[0] ?? null;
}

/** Holds cars of a dealership until the transaction ends. @returns the ids of those there are. */
export async function lockCars({ db, tenant }: TenantScope, ids: string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT id FROM cars
    WHERE tenant_id = ${tenant.id}::uuid AND id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`);
  return rows.map(({ id }) => id);
}
