import { Prisma, type TenantScope } from "../../db/index.ts";
import { type PictureIdentity, pictureOfLink } from "./picture-link.ts";

/**
 * The ids of the pictures that photos' addresses name, by address. They are there until the
 * transaction ends; an address of another kind, or of what is not there, has none.
 */
export async function findPictures(
  { db, tenant }: TenantScope,
  photos: { url: string }[],
): Promise<Map<string, string>> {
  const named = photos.flatMap(({ url }) => {
    const picture = pictureOfLink(url);
    return picture ? [{ ...picture, url }] : [];
  });
  if (named.length === 0) return new Map();
  const rows = await db.$queryRaw<(PictureIdentity & { id: string })[]>(Prisma.sql`
    SELECT id, sha256, rotation, plate FROM pictures
    WHERE tenant_id = ${tenant.id}::uuid AND status = 'ready'
      AND sha256 = ANY (${named.map(({ sha256 }) => sha256)})
    ORDER BY id FOR KEY SHARE`);
  const nameOf = ({ sha256, rotation, plate = "" }: PictureIdentity) =>
    `${sha256} ${rotation} ${plate}`;
  const ids = new Map(rows.map((row) => [nameOf(row), row.id]));
  return new Map(
    named.flatMap(({ url, ...picture }) => {
      const id = ids.get(nameOf(picture));
      return id ? [[url, id] as const] : [];
    }),
  );
}
