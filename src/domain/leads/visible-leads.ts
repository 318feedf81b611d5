import { Prisma, type TenantScope } from "../../db/index.ts";
import { allows } from "../staff/permissions.ts";

/** The condition on `leads` under which a lead is the actor's to know of. */
function ownLeads({ actor }: TenantScope): Prisma.Sql {
  if (allows(actor, "leads:all")) return Prisma.sql`TRUE`;
  if (actor.kind === "api_key") return Prisma.sql`leads.assignee_id IS NULL`;
  if (actor.kind !== "staff") return Prisma.sql`FALSE`;
  return Prisma.sql`(leads.assignee_id IS NULL OR leads.assignee_id = ${actor.id}::uuid)`;
}

/**
 * The condition on `leads` under which the actor's counts include a lead: that of visibleLeads,
 * where an erased person still counts.
 */
export const countedLeads = (scope: TenantScope): Prisma.Sql =>
  Prisma.sql`(leads.merged_into_id IS NULL AND ${ownLeads(scope)})`;

/**
 * The condition on `leads` under which the actor may know of a lead. Every query on leads on
 * somebody's behalf carries it: nobody sees an erased one or one merged into another, and sales
 * see their own and those of nobody.
 */
export const visibleLeads = (scope: TenantScope): Prisma.Sql =>
  Prisma.sql`(leads.erased_at IS NULL AND ${countedLeads(scope)})`;
