import { Prisma, type TenantScope } from "../../db/index.ts";
import type { UpdatedCar } from "../cars/import/import-manner.ts";
import { OBJECT_PAIRS } from "../cars/import/stored-columns.ts";
import { swapPhotos } from "../cars/import/swap-photos.ts";
import { type FieldsRecord, writeFields } from "../cars/import/write-fields.ts";
import { findPictures } from "../photos/find-pictures.ts";
import { pictureOfLink } from "../photos/picture-link.ts";
import { dropSales } from "../sales/drop-sales.ts";
import { type Left, leftAs, type Undone } from "./undo-left.ts";

interface Found {
  id: string;
  displayCode: string;
  fields: FieldsRecord;
  reason: keyof typeof leftAs | null;
}

/**
 * Makes cars that an import changed what they were before, and leaves those that somebody changed
 * since. The status is as staff left it, but for drafts that got their price.
 */
export async function undoUpdated(scope: TenantScope, cars: UpdatedCar[]): Promise<Undone> {
  if (cars.length === 0) return { done: 0, left: [] };
  const { db, tenant } = scope;
  const found = new Map((await findAsLeft(scope, cars)).map((car) => [car.id, car]));
  const left: Left[] = [];
  const restored: UpdatedCar[] = [];
  for (const car of cars) {
    const now = found.get(car.id);
    const reason = now ? now.reason : "gone";
    if (reason === null) restored.push(car);
    else {
      const displayCode = now?.displayCode ?? null;
      left.push({ line: car.line, displayCode, reason: leftAs[reason] });
    }
  }
  const drafts = restored.filter(({ wasDraft }) => wasDraft).map(({ id }) => id);
  await db.$executeRaw`
    UPDATE cars SET status = 'draft'
    WHERE tenant_id = ${tenant.id}::uuid AND id = ANY (${drafts}::uuid[])`;
  await dropSales(scope, drafts);
  const records = restored.flatMap(({ id, before }) => {
    const fields = found.get(id)?.fields;
    return fields ? [{ ...fields, ...before, id }] : [];
  });
  await writeFields(scope, records);
  await restorePhotos(scope, restored);
  return { done: restored.length, left };
}

const findAsLeft = ({ db, tenant }: TenantScope, cars: UpdatedCar[]) => {
  const records = cars.map(({ id, version, before }) => {
    return { id, version, code: before.displayCode, vin: before.vin };
  });
  return db.$queryRaw<Found[]>(Prisma.sql`
    SELECT c.id, c.display_code AS "displayCode", jsonb_build_object(${OBJECT_PAIRS}) AS fields,
      CASE WHEN c.version <> r.version THEN 'changed'
        WHEN EXISTS (SELECT FROM cars o WHERE o.tenant_id = c.tenant_id AND o.id <> c.id
          AND (o.display_code = r.code OR o.vin = r.vin)) THEN 'taken' END AS reason
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(id uuid, version int, code text, vin text)
    JOIN cars c ON c.tenant_id = ${tenant.id}::uuid AND c.id = r.id
    ORDER BY c.id FOR UPDATE OF c`);
};

/** Without those whose picture is gone for good. */
async function restorePhotos(scope: TenantScope, cars: UpdatedCar[]): Promise<void> {
  const former = cars.flatMap(({ id, photos }) => (photos ? [{ carId: id, photos }] : []));
  const pictures = await findPictures(
    scope,
    former.flatMap(({ photos }) => photos),
  );
  const isThere = ({ url }: { url: string }) => pictures.has(url) || !pictureOfLink(url);
  await swapPhotos(
    scope,
    former.map(({ carId, photos }) => ({ carId, photos: photos.filter(isThere) })),
  );
}
