import { Prisma, type TenantScope } from "../../../db/index.ts";
import type { NewCar } from "../car-input.ts";
import type { CarStatus } from "../vocabulary.ts";
import { inChunks } from "./in-chunks.ts";
import type { StockRow } from "./stock-file.ts";
import { OBJECT_PAIRS, type StoredField } from "./stored-columns.ts";

/** A car of the stock, its fields as JSON has them. */
export interface KnownCar {
  id: string;
  status: CarStatus;
  version: number;
  fields: Record<StoredField, unknown> & { displayCode: string; vin: string | null };
  /** In their order. */
  photos: { url: string; caption: string | null; primary: boolean }[];
}

export interface KnownCars {
  byDisplayCode: Map<string, KnownCar>;
  byVin: Map<string, KnownCar>;
}

export const hasIdentity = ({ displayCode, vin }: NewCar) => Boolean(displayCode ?? vin);

/** The cars that rows name by display code or VIN. Their rows are held until the transaction ends. */
export async function findKnownCars(scope: TenantScope, rows: StockRow[]): Promise<KnownCars> {
  const known: KnownCars = { byDisplayCode: new Map(), byVin: new Map() };
  for (const chunk of inChunks(rows.filter(({ car }) => hasIdentity(car)))) {
    const codes = chunk.flatMap(({ car }) => car.displayCode ?? []);
    const vins = chunk.flatMap(({ car }) => car.vin ?? []);
    const cars = await scope.db.$queryRaw<KnownCar[]>(Prisma.sql`
      SELECT c.id, c.status, c.version, jsonb_build_object(${OBJECT_PAIRS}) AS fields, coalesce((
          SELECT jsonb_agg(jsonb_build_object('url', p.url, 'caption', p.caption, 'primary', p.is_primary) ORDER BY p.position)
          FROM car_photos p WHERE p.tenant_id = c.tenant_id AND p.car_id = c.id
        ), '[]') AS photos
      FROM cars c
      WHERE c.tenant_id = ${scope.tenant.id}::uuid
        AND (c.display_code = ANY(${codes}::text[]) OR c.vin = ANY(${vins}::text[]))
      ORDER BY c.id
      FOR UPDATE OF c`);
    for (const car of cars) {
      known.byDisplayCode.set(car.fields.displayCode, car);
      if (car.fields.vin) known.byVin.set(car.fields.vin, car);
    }
  }
  return known;
}
