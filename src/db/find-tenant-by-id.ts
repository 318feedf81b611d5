import { CLIENT, type Database } from "./database.ts";
import type { TenantRecord } from "./find-tenant.ts";

/** The tenant that a job names, read under its own row-level security; null when it is gone. */
export async function findTenantById(database: Database, id: string): Promise<TenantRecord | null> {
  return database[CLIENT].$transaction(async (db) => {
    await db.$executeRaw`SELECT set_config('app.tenant_id', ${id}, true)`;
    const row = await db.tenant.findUnique({
      where: { id },
      include: {
        domains: { select: { host: true }, orderBy: [{ isPrimary: "desc" }, { host: "asc" }] },
        catalogueVersion: { select: { version: true } },
      },
    });
    if (!row) return null;
    const { domains, catalogueVersion, ...tenant } = row;
    return {
      ...tenant,
      status: tenant.status as TenantRecord["status"],
      hosts: domains.map(({ host }) => host),
      catalogueVersion: Number(catalogueVersion?.version ?? 0),
    };
  });
}
