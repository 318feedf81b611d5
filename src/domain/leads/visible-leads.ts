import { Prisma, type TenantScope } from "../../db/index.ts";
import { may } from "../staff/permissions.ts";

/**
 * The condition on `leads` under which the actor may know of a lead. Every query on leads on
 * somebody's behalf carries it: sales see their own and those of nobody.
 */
export function visibleLeads({ actor }: TenantScope): Prisma.Sql {
  if (actor.kind === "operator") return Prisma.sql`TRUE`;
  if (actor.kind !== "staff") return Prisma.sql`FALSE`;
  if (may(actor.role, "leads:all")) return Prisma.sql`TRUE`;
  return Prisma.sql`(leads.assignee_id IS NULL OR leads.assignee_id = ${actor.id}::uuid)`;
}
