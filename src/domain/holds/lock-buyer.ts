import type { TenantScope } from "../../db/index.ts";
import { DomainError, forbidden, invalid } from "../errors.ts";
import { lockLead } from "../leads/lock-lead.ts";
import { allows } from "../staff/permissions.ts";

/**
 * The lead that gets a car, its row held until the transaction ends.
 * @throws DomainError forbidden without leads:write; invalid for a lead that the actor may not know of.
 */
export async function lockBuyer(scope: TenantScope, leadId: string) {
  if (!allows(scope.actor, "leads:write")) throw forbidden("Naming a lead needs leads:write.");
  return lockLead(scope, leadId).catch((error: unknown) => {
    const isUnknown = error instanceof DomainError && error.kind === "not_found";
    throw isUnknown ? invalid("leadId", "is not a lead of this dealership") : error;
  });
}
