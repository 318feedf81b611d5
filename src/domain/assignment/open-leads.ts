import { Prisma, type TenantScope } from "../../db/index.ts";

/** The condition on `leads` that something is still to be done about one. */
export const OPEN_LEADS = Prisma.sql`(leads.status NOT IN ('closed', 'lost')
  AND leads.erased_at IS NULL AND leads.merged_into_id IS NULL)`;

/** Whether somebody has fewer open leads than a limit; no more than the limit are counted. */
export async function hasRoom(
  { db, tenant }: TenantScope,
  staffId: string,
  limit: number | null,
): Promise<boolean> {
  if (limit === null) return true;
  const rows = await db.$queryRaw<{ open: number }[]>(Prisma.sql`
    SELECT count(*)::int AS open FROM (
      SELECT id FROM leads
      WHERE tenant_id = ${tenant.id}::uuid AND assignee_id = ${staffId}::uuid AND ${OPEN_LEADS}
      LIMIT ${limit}) AS counted`);
  return (rows[0]?.open ?? 0) < limit;
}
