import type { Prisma, TenantScope } from "../../../db/index.ts";
import { notFound } from "../../errors.ts";

export type WholeLead = Prisma.LeadGetPayload<Record<string, never>>;

/**
 * Reads two leads and holds their rows until the transaction ends, in the order of their ids, so
 * that nobody who locks the same two waits in a circle. A message that arrives may refer to them
 * meanwhile. Erased and merged ones are found too.
 * @throws DomainError not found.
 */
export async function lockLeads(
  { db, tenant }: TenantScope,
  first: string,
  second: string,
): Promise<[WholeLead, WholeLead]> {
  const ids = [first, second];
  await db.$executeRaw`
    SELECT 1 FROM leads WHERE tenant_id = ${tenant.id}::uuid AND id = ANY (${ids}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`;
  const rows = await db.lead.findMany({ where: { tenantId: tenant.id, id: { in: ids } } });
  const [one, other] = ids.map((id) => rows.find((row) => row.id === id));
  if (!one || !other) throw notFound("lead");
  return [one, other];
}
