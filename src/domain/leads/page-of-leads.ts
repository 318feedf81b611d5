import { Prisma, type TenantScope } from "../../db/index.ts";
import { allows } from "../staff/permissions.ts";
import type { MomentCursor } from "./moment-cursor.ts";

/** Whose leads: anybody's, or those of one of the staff, or of nobody (null). */
type Owner = { assigneeId: string | null } | "anybody";

export type LeadOrder = "newest" | "due";

/** Instead of no due time in an index, so that one order holds them all. */
const NEVER = Prisma.raw("timestamptz '2286-11-20 17:46:39.999+00'");

/** Each has an index of its own beginning with the tenant, and one with the assignee. */
const ORDERS = {
  newest: {
    key: Prisma.raw("leads.last_activity_at"),
    where: Prisma.raw("TRUE"),
    before: Prisma.raw("<"),
    direction: Prisma.raw("DESC"),
  },
  due: {
    key: Prisma.sql`coalesce(leads.reply_due_at, ${NEVER})`,
    where: Prisma.raw("leads.awaiting_since IS NOT NULL"),
    before: Prisma.raw(">"),
    direction: Prisma.raw("ASC"),
  },
};

/** The key by which the page's rows are ordered, and its direction. */
export const orderOf = (order: LeadOrder) => ORDERS[order];

/**
 * Whose leads a list shows, each part one walk along an index: "own or nobody's" as one condition
 * would walk along everybody's.
 * @param assignee "me", "none", somebody's id, or undefined for all that the actor may see.
 */
function ownersOf({ actor }: TenantScope, assignee?: string): Owner[] {
  const me = actor.kind === "staff" ? actor.id : null;
  const asked = assignee === "me" ? me : assignee;
  if (assignee === "none") return [{ assigneeId: null }];
  if (allows(actor, "leads:all")) {
    if (asked === undefined) return ["anybody"];
    return asked === null ? [] : [{ assigneeId: asked }];
  }
  const own = me === null ? [] : [{ assigneeId: me }];
  if (asked === undefined) return [{ assigneeId: null }, ...own];
  return asked === me ? own : [];
}

interface PageParts {
  order: LeadOrder;
  assignee?: string;
  conditions: Prisma.Sql[];
  cursor: MomentCursor | null;
  /** The last instant of what the list is ordered by. */
  until?: Date;
  limit: number;
}

/**
 * A query for the ids of the leads of a page, each with the key that it is ordered by (`at`). The
 * time it takes does not depend on how many others there are. Whoever reads the leads of these ids
 * asks for visibleLeads as well: said here it would mislead the planner.
 */
export function pageOfLeads(scope: TenantScope, parts: PageParts): Prisma.Sql {
  const { key, where, before, direction } = ORDERS[parts.order];
  const { cursor, limit, until } = parts;
  const behind = cursor
    ? Prisma.sql`(${key}, leads.id) ${before} (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
    : Prisma.sql`TRUE`;
  const known = Prisma.sql`leads.erased_at IS NULL AND leads.merged_into_id IS NULL`;
  const conditions = Prisma.join([known, where, behind, ...parts.conditions], " AND ");

  const walks = ownersOf(scope, parts.assignee).map((owner) => {
    const isNobodys = owner !== "anybody" && owner.assigneeId === null;
    // PostgreSQL does not see that IS NULL leaves the index's order by what follows.
    const first = isNobodys ? Prisma.sql`leads.assignee_id,` : Prisma.empty;
    let owned = Prisma.sql`TRUE`;
    if (isNobodys) owned = Prisma.sql`leads.assignee_id IS NULL`;
    else if (owner !== "anybody") {
      owned = Prisma.sql`leads.assignee_id = ${owner.assigneeId}::uuid`;
    }
    return Prisma.sql`(
      SELECT leads.id, ${key} AS at FROM leads
      WHERE leads.tenant_id = ${scope.tenant.id}::uuid AND ${owned} AND ${conditions}
      ORDER BY ${first} ${key} ${direction}, leads.id ${direction}
      LIMIT ${limit})`;
  });
  // Cut from the walk's end: as a condition of the walk it would keep the planner from walking.
  const early = until ? Prisma.sql`walked.at <= ${until}::timestamptz` : Prisma.sql`TRUE`;
  if (walks.length === 0) return Prisma.sql`SELECT NULL::uuid AS id, now() AS at WHERE FALSE`;
  return Prisma.sql`
    SELECT walked.id, walked.at FROM (${Prisma.join(walks, " UNION ALL ")}) AS walked
    WHERE ${early}
    ORDER BY walked.at ${direction}, walked.id ${direction}
    LIMIT ${limit}`;
}
