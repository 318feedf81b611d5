import { findTenantById, NO_ORIGIN, type Origin, withTenant } from "../db/index.ts";
import type { Deps } from "../deps.ts";
import type { EnterTenant } from "../domain/staff/enter-tenant.ts";

/**
 * Opens the scope of a job's tenant as a request does; each call is one transaction.
 * @throws Error when the tenant is not there.
 */
export async function enterTenantOfJob(
  { database, clock, log }: Deps,
  tenantId: string,
  origin: Origin = NO_ORIGIN,
): Promise<EnterTenant> {
  const tenant = await findTenantById(database, tenantId);
  if (!tenant) throw new Error("the tenant of this job is not there");
  return (work) =>
    withTenant(
      database,
      {
        ...{ tenant, origin, now: clock(), actor: { kind: "job" } },
        log: log.child({ tenant: tenant.slug }),
      },
      work,
    );
}
