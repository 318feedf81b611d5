import type { TenantScope } from "../../../db/index.ts";

export interface EarlierRow {
  carId: string;
  /** A draft that still lacks a price, as the import of this file left it. */
  isUnpriced: boolean;
}

/** What makes a row without display code or VIN known again: the file's content and its line. */
export const importKey = (hash: string, line: number) => `${hash}:${line}`;

/** The cars that an earlier import of the same content made, by line. */
export async function findEarlierRows(
  scope: TenantScope,
  hash: string,
): Promise<Map<number, EarlierRow>> {
  const rows = await scope.db.$queryRaw<(EarlierRow & { line: number })[]>`
    SELECT id AS "carId", split_part(import_key, ':', 2)::int AS line,
      status = 'draft' AND price_idr IS NULL AND version = 1 AS "isUnpriced"
    FROM cars
    WHERE tenant_id = ${scope.tenant.id}::uuid AND starts_with(import_key, ${`${hash}:`})`;
  return new Map(rows.map(({ line, ...row }) => [line, row]));
}
