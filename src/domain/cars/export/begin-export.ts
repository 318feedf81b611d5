import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { seesCost } from "../car-columns.ts";
import { carFilterSql } from "../car-filter-sql.ts";
import { FIELDS, type Field } from "../import/fields.ts";
import { STATUSES } from "../vocabulary.ts";
import type { ExportQuery } from "./export-query.ts";

export interface BegunExport {
  /** Those that the file has, in the order of its columns. */
  fields: Field[];
  /** Cars that the query finds now. */
  total: number;
}

/** Writes down that somebody takes the stock out. Costs go only to whoever may see them. */
export async function beginExport(scope: TenantScope, query: ExportQuery): Promise<BegunExport> {
  const filter = carFilterSql(scope, query, query.status ? [query.status] : STATUSES);
  const [found] = await scope.db.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM cars c
    WHERE c.tenant_id = ${scope.tenant.id}::uuid AND ${filter}`;
  const withCosts = seesCost(scope);
  const total = found?.total ?? 0;
  await recordAuditEvent(scope, {
    ...{ action: "stock.exported", subject: "stock" },
    after: { ...query, cars: total, withCosts },
  });
  return { fields: FIELDS.filter((field) => field !== "cost" || withCosts), total };
}
