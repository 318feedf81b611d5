import { Prisma, type TenantScope } from "../../../db/index.ts";
import { ASSIGNMENTS, RECORD_TYPES, type StoredField } from "./stored-columns.ts";

/** A car and all of its fields, as JSON has them. */
export type FieldsRecord = { id: string } & Record<StoredField, unknown>;

/** Gives cars, whose rows the caller holds, other fields and a new version. */
export async function writeFields(scope: TenantScope, records: FieldsRecord[]): Promise<void> {
  const { db, tenant, now } = scope;
  if (records.length === 0) return;
  await db.$executeRaw(Prisma.sql`
    UPDATE cars SET ${ASSIGNMENTS}, version = version + 1, updated_at = ${now}
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS r(id uuid, ${RECORD_TYPES})
    WHERE cars.tenant_id = ${tenant.id}::uuid AND cars.id = r.id`);
}
