import { Prisma, type TenantScope } from "../../../db/index.ts";
import { openPlainSales } from "../../sales/open-plain-sales.ts";
import { importKey } from "./find-earlier-rows.ts";
import { hasIdentity } from "./find-known-cars.ts";
import type { ChangeKeeper } from "./import-manner.ts";
import { inChunks, type OnWritten } from "./in-chunks.ts";
import { type CarPhotos, insertPhotos } from "./insert-photos.ts";
import type { NamedRow } from "./name-cars.ts";
import { statusOf } from "./plan-import.ts";
import type { StockFile } from "./stock-file.ts";
import { COLUMN_LIST, RECORD_TYPES, RECORD_VALUES } from "./stored-columns.ts";

export async function insertCars(
  scope: TenantScope,
  rows: NamedRow[],
  file: StockFile,
  onWritten: OnWritten,
  keeper?: ChangeKeeper,
): Promise<void> {
  const { db, tenant, now } = scope;
  for (const chunk of inChunks(rows)) {
    const photos: CarPhotos[] = [];
    const records = chunk.map((row) => {
      const { photos: rowPhotos = [], ...fields } = row.car;
      const id = Bun.randomUUIDv7();
      photos.push({ carId: id, photos: rowPhotos });
      return {
        ...fields,
        id,
        displayCode: row.displayCode,
        slug: row.slug,
        status: statusOf(row, file),
        importKey: hasIdentity(row.car) ? null : importKey(file.hash, row.line),
      };
    });
    await db.$executeRaw(Prisma.sql`
      INSERT INTO cars (tenant_id, id, slug, import_key, status, sold_at, listed_at, created_at, updated_at, ${COLUMN_LIST})
      SELECT ${tenant.id}::uuid, r.id, r.slug, r."importKey", r.status,
        CASE r.status WHEN 'sold' THEN ${now}::timestamptz END,
        ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz, ${RECORD_VALUES}
      FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
        AS r(id uuid, slug text, "importKey" text, status text, ${RECORD_TYPES})`);
    const sold = records.filter(({ status }) => status === "sold");
    await openPlainSales(
      scope,
      sold.map(({ id }) => id),
    );
    await insertPhotos(scope, photos);
    await keeper?.created(records.map(({ id }, n) => ({ id, line: chunk[n]?.line ?? 0 })));
    onWritten(chunk.length);
  }
}
