import { Prisma, type TenantScope } from "../../../db/index.ts";
import { carFilterSql } from "../car-filter-sql.ts";
import type { Field } from "../import/fields.ts";
import { OBJECT_PAIRS } from "../import/stored-columns.ts";
import { STATUSES } from "../vocabulary.ts";
import type { ExportQuery } from "./export-query.ts";

/** Cars of one chunk, read in a transaction of its own. */
export const EXPORT_CHUNK = 1_000;

const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** A car's fields as JSON has them; its photos are their addresses in order. */
export interface ExportedCar {
  id: string;
  fields: Record<Field, unknown>;
}

/** The next cars after one, in the order of their making; EXPORT_CHUNK at the most. */
export async function readExportedCars(
  scope: TenantScope,
  query: ExportQuery,
  after: string | null,
): Promise<ExportedCar[]> {
  const filter = carFilterSql(scope, query, query.status ? [query.status] : STATUSES);
  const [answer] = await scope.db.$queryRaw<{ cars: ExportedCar[] }[]>(Prisma.sql`
    SELECT coalesce(json_agg(chunk), '[]') AS cars FROM (
      SELECT c.id, jsonb_build_object(${OBJECT_PAIRS}, 'status', c.status, 'photos', (
          SELECT coalesce(jsonb_agg(p.url ORDER BY p.position), '[]') FROM car_photos p
          WHERE p.tenant_id = c.tenant_id AND p.car_id = c.id
        )) AS fields
      FROM cars c
      WHERE c.tenant_id = ${scope.tenant.id}::uuid AND ${filter}
        AND c.id > ${after ?? FIRST_ID}::uuid
      ORDER BY c.id LIMIT ${EXPORT_CHUNK}) AS chunk`);
  return answer?.cars ?? [];
}
