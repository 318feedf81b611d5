import type { TenantScope } from "../../../db/index.ts";
import type { Field } from "./fields.ts";
import type { ChangeKeeper, UpdatedCar } from "./import-manner.ts";
import { inChunks, type OnWritten } from "./in-chunks.ts";
import type { CarPhotos } from "./insert-photos.ts";
import type { PlannedUpdate } from "./plan-import.ts";
import type { StoredField } from "./stored-columns.ts";
import { swapPhotos } from "./swap-photos.ts";
import { writeFields } from "./write-fields.ts";

export async function updateCars(
  scope: TenantScope,
  updates: PlannedUpdate[],
  onWritten: OnWritten,
  keeper?: ChangeKeeper,
): Promise<void> {
  for (const chunk of inChunks(updates)) {
    const records = chunk.map(({ row, known, changes }) => ({
      ...known.fields,
      ...Object.fromEntries(changes.map((field) => [field, row.car[field] ?? null])),
      id: known.id,
    }));
    await writeFields(scope, records);
    const withPhotos = chunk.filter(({ changes }) => changes.includes("photos"));
    await swapPhotos(scope, withPhotos.map(photosOf));
    await keeper?.updated(chunk.map(formerOf));
    onWritten(chunk.length);
  }
}

const isStored = (field: Field): field is StoredField => field !== "status" && field !== "photos";

const formerOf = ({ row, known, changes }: PlannedUpdate): UpdatedCar => ({
  ...{ id: known.id, line: row.line, version: known.version + 1 },
  before: Object.fromEntries(changes.filter(isStored).map((field) => [field, known.fields[field]])),
  ...(changes.includes("photos") && { photos: known.photos }),
});

/** A photo that stays keeps its caption. */
function photosOf({ row, known }: PlannedUpdate): CarPhotos {
  const captions = new Map(known.photos.map(({ url, caption }) => [url, caption]));
  const photos = (row.car.photos ?? []).map((photo) => ({
    ...photo,
    caption: captions.get(photo.url) ?? null,
  }));
  return { carId: known.id, photos };
}
