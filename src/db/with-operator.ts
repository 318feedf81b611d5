import { CLIENT, openDatabase } from "./database.ts";
import type { TenantDb } from "./with-tenant.ts";

/** What the operator's own commands work in: all tenants and domains, one transaction. */
export interface OperatorScope {
  readonly db: TenantDb;
  /** From here on the transaction also sees and writes this tenant's own tables. */
  enterTenant(tenantId: string): Promise<void>;
  /**
   * From here on the transaction works as the owner of the tables, who may write all of them,
   * and sees the tenant it has entered alone: forced row-level security holds owners as well.
   */
  asOwner(): Promise<void>;
}

/**
 * Runs an operator's command as the system role, over the owner's connection. Requests never
 * come here: they hold no owner's address.
 */
export async function withOperator<Result>(
  ownerUrl: string,
  work: (scope: OperatorScope) => Promise<Result>,
): Promise<Result> {
  const database = openDatabase({ url: ownerUrl, connections: 1 });
  try {
    return await database[CLIENT].$transaction(async (db) => {
      await db.$executeRaw`SET LOCAL ROLE autoleads_system`;
      return work({
        db,
        enterTenant: async (tenantId) => {
          await db.$executeRaw`SELECT set_config('app.tenant_id', ${tenantId}, true)`;
        },
        asOwner: async () => {
          await db.$executeRaw`SET LOCAL ROLE NONE`;
        },
      });
    });
  } finally {
    await database.close();
  }
}
