import { Prisma, type TenantScope } from "../../db/index.ts";
import { parsePhone } from "../phone.ts";
import type { LeadQuery } from "./lead-query.ts";
import { type LeadRow, leadView, selectLeads } from "./lead-view.ts";
import { decodeMoment, encodeMoment } from "./moment-cursor.ts";
import { pageOfLeads } from "./page-of-leads.ts";
import { inPeriod } from "./period.ts";

/** What of a phone number, in any spelling, occurs in its E.164 form; null when it is too little. */
export function phonePart(q: string): string | null {
  const whole = parsePhone(q);
  if (whole) return whole;
  if (!/^[\d\s()+.-]+$/.test(q)) return null;
  const digits = q.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length >= 3 ? digits : null;
}

function matching({ tenant }: TenantScope, q: string): Prisma.Sql {
  const written = (table: string, column: string) => Prisma.sql`
    leads.id IN (SELECT lead_id FROM ${Prisma.raw(table)}
      WHERE tenant_id = ${tenant.id}::uuid
        AND strpos(lower(${Prisma.raw(column)}), lower(${q})) > 0)`;
  return Prisma.sql`(
    strpos(lower(leads.name), lower(${q})) > 0
    OR strpos(leads.phone, ${phonePart(q)}) > 0
    OR ${written("enquiries", "message")}
    OR ${written("messages", "body")})`;
}

function filters(scope: TenantScope, query: LeadQuery): Prisma.Sql[] {
  const { status, source, tag, q } = query;
  const conditions = [inPeriod(scope.tenant, Prisma.sql`leads.last_activity_at`, query)];
  if (status) conditions.push(Prisma.sql`leads.status = ${status}`);
  if (source) conditions.push(Prisma.sql`leads.source = ${source}`);
  if (tag) conditions.push(Prisma.sql`${tag} = ANY (leads.tags)`);
  if (q) conditions.push(matching(scope, q));
  return conditions;
}

/**
 * Leads that the actor may know of, newest activity first. A lead with fresh activity moves to the
 * top of the list; the cursor neither repeats nor skips any other.
 * @throws DomainError invalid for a broken cursor.
 */
export async function listLeads(scope: TenantScope, query: LeadQuery) {
  const { assignee, cursor, limit } = query;
  const page = pageOfLeads(scope, {
    ...{ order: "newest", assignee, limit: limit + 1 },
    conditions: filters(scope, query),
    cursor: cursor ? decodeMoment("cursor", cursor) : null,
  });
  const found = await scope.db.$queryRaw<LeadRow[]>`
    WITH page AS MATERIALIZED (${page})
    ${selectLeads(scope)} AND leads.id IN (SELECT id FROM page)
    ORDER BY leads.last_activity_at DESC, leads.id DESC`;
  const leads = found.slice(0, limit);
  const last = leads.at(-1);
  const nextCursor =
    last && found.length > leads.length
      ? encodeMoment({ at: last.lastActivityAt, id: last.id })
      : null;
  return { data: leads.map(leadView), meta: { limit, nextCursor } };
}
