import type { TenantScope } from "../../db/index.ts";
import type { ExportedPurchase } from "./schemas.ts";

/**
 * The latest `most` cars that a lead, of which the actor may know, or its number bought, oldest
 * first, and how many there are.
 */
export async function exportPurchases(
  { db, tenant }: TenantScope,
  { id, phone }: { id: string; phone: string | null },
  most: number,
): Promise<{ purchases: ExportedPurchase[]; total: number }> {
  const where = {
    tenantId: tenant.id,
    OR: [{ leadId: id }, ...(phone === null ? [] : [{ buyerPhone: phone }])],
  };
  const rows = await db.carSale.findMany({
    where,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: most,
  });
  const purchases = rows.reverse().map((row) => ({
    ...{ car: row.carTitle, priceIdr: Number(row.priceIdr) },
    soldOn: row.soldOn.toISOString().slice(0, 10),
    reopenedAt: row.reopenedAt?.toISOString() ?? null,
  }));
  return { purchases, total: await db.carSale.count({ where }) };
}
