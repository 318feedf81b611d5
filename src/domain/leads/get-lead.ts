import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { type LeadRow, leadView, selectLeads } from "./lead-view.ts";
import type { Lead } from "./schemas.ts";

/** @throws DomainError not found, also for a lead that the actor may not know of. */
export async function getLead(scope: TenantScope, id: string): Promise<Lead> {
  const rows = await scope.db.$queryRaw<LeadRow[]>`
    ${selectLeads(scope)} AND leads.id = ${id}::uuid`;
  const row = rows[0];
  if (!row) throw notFound("lead");
  return leadView(row);
}
