import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";

/** Has files with these columns read by their names alone again. @throws DomainError not found. */
export async function forgetColumns(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  const where = { tenantId: tenant.id, id };
  const row = await db.stockColumns.findFirst({
    where,
    select: { header: true, columns: true, constants: true },
  });
  if (!row) throw notFound("set of columns");
  await db.stockColumns.deleteMany({ where });
  const event = { action: "stock.columns_forgotten", subject: "stock", id, before: row } as const;
  await recordAuditEvent(scope, event);
}
