import { findTenantById, NO_ORIGIN, withTenant } from "../db/index.ts";
import type { Deps } from "../deps.ts";
import type { ImportDoors } from "../domain/imports/run-import.ts";
import { enterTenantOfJob } from "./enter-tenant-of-job.ts";

/** What the work of an import needs of a process. @throws Error when the tenant is not there. */
export async function importDoors(deps: Deps, tenantId: string): Promise<ImportDoors> {
  const { database, longWork, clock, objects } = deps;
  const enter = await enterTenantOfJob(deps, tenantId);
  const tenant = await findTenantById(database, tenantId);
  if (!tenant) throw new Error("the tenant of this job is not there");
  const log = deps.log.child({ tenant: tenant.slug });
  return {
    ...{ enter, objects, log },
    enterForLong: (actor) => (work) =>
      withTenant(longWork, { tenant, actor, origin: NO_ORIGIN, now: clock(), log }, work),
  };
}
