import type { Prisma, TenantScope } from "../../db/index.ts";
import { SHOWN_PICTURE } from "../photos/picture-view.ts";

/** What a car's page is read with: the primary photo before the others. */
export const WITH_PHOTOS = {
  photos: {
    orderBy: [{ isPrimary: "desc" }, { position: "asc" }],
    include: { picture: SHOWN_PICTURE },
  },
} satisfies Prisma.CarInclude;

export type ShownRow = Prisma.CarGetPayload<{ include: typeof WITH_PHOTOS }>;

/** What everybody may see. */
export const SHOWN = { status: { not: "draft" } } as const satisfies Prisma.CarWhereInput;

/** A car that is published or sold; `movedTo` when the slug is a former one; null when neither. */
export async function findShownCar(
  { db, tenant }: TenantScope,
  slug: string,
): Promise<{ row: ShownRow } | { movedTo: string } | null> {
  const tenantId = tenant.id;
  const row = await db.car.findUnique({
    where: { tenantId_slug: { tenantId, slug }, ...SHOWN },
    include: WITH_PHOTOS,
  });
  if (row) return { row };
  const former = await db.carSlug.findUnique({
    where: { tenantId_slug: { tenantId, slug }, car: SHOWN },
    select: { car: { select: { slug: true } } },
  });
  return former && { movedTo: former.car.slug };
}
