import { Prisma, type TenantScope } from "../../../db/index.ts";
import { sweepPicturesLater } from "../../photos/sweep-picture-later.ts";
import { inChunks, type OnWritten } from "./in-chunks.ts";
import { type CarPhotos, insertPhotos } from "./insert-photos.ts";
import type { PlannedUpdate } from "./plan-import.ts";
import { ASSIGNMENTS, RECORD_TYPES } from "./stored-columns.ts";

export async function updateCars(
  scope: TenantScope,
  updates: PlannedUpdate[],
  onWritten: OnWritten,
): Promise<void> {
  const { db, tenant, now } = scope;
  for (const chunk of inChunks(updates)) {
    const records = chunk.map(({ row, known, changes }) => ({
      ...known.fields,
      ...Object.fromEntries(changes.map((field) => [field, row.car[field] ?? null])),
      id: known.id,
    }));
    await db.$executeRaw(Prisma.sql`
      UPDATE cars SET ${ASSIGNMENTS}, version = version + 1, updated_at = ${now}
      FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(id uuid, ${RECORD_TYPES})
      WHERE cars.tenant_id = ${tenant.id}::uuid AND cars.id = r.id`);
    const withPhotos = chunk.filter(({ changes }) => changes.includes("photos"));
    const former = { tenantId: tenant.id, carId: { in: withPhotos.map(({ known }) => known.id) } };
    const gone = await db.carPhoto.findMany({
      where: { ...former, pictureId: { not: null } },
      select: { pictureId: true },
    });
    await db.carPhoto.deleteMany({ where: former });
    await insertPhotos(scope, withPhotos.map(photosOf));
    await sweepPicturesLater(
      scope,
      gone.flatMap(({ pictureId }) => pictureId ?? []),
    );
    onWritten(chunk.length);
  }
}

/** A photo that stays keeps its caption. */
function photosOf({ row, known }: PlannedUpdate): CarPhotos {
  const captions = new Map(known.photos.map(({ url, caption }) => [url, caption]));
  const photos = (row.car.photos ?? []).map((photo) => ({
    ...photo,
    caption: captions.get(photo.url) ?? null,
  }));
  return { carId: known.id, photos };
}
