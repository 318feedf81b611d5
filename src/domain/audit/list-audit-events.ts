import { Prisma, type TenantScope } from "../../db/index.ts";
import { decodeMoment, encodeMoment } from "../leads/moment-cursor.ts";
import { inPeriod } from "../leads/period.ts";
import type { AuditEvent, AuditQuery } from "./schemas.ts";

interface EventRow extends Pick<AuditEvent, "id" | "before" | "after" | "ip" | "device"> {
  at: Date;
  actorKind: AuditEvent["actor"]["kind"];
  actorId: string | null;
  actorName: string | null;
  action: AuditEvent["action"];
  subjectType: AuditEvent["subject"]["type"];
  subjectId: string | null;
  requestId: string | null;
}

function filters({ tenant }: TenantScope, query: AuditQuery): Prisma.Sql[] {
  const { action, actorKind, actorId, subjectType, subjectId, requestId, cursor } = query;
  const conditions = [inPeriod(tenant, Prisma.sql`at`, query)];
  if (action) conditions.push(Prisma.sql`action = ${action}`);
  if (actorKind) conditions.push(Prisma.sql`actor_kind = ${actorKind}`);
  if (actorId) conditions.push(Prisma.sql`actor_id = ${actorId}::uuid`);
  if (subjectType) conditions.push(Prisma.sql`subject_type = ${subjectType}`);
  if (subjectId) conditions.push(Prisma.sql`subject_id = ${subjectId}::uuid`);
  if (requestId) conditions.push(Prisma.sql`request_id = ${requestId}`);
  if (cursor) {
    const { at, id } = decodeMoment("cursor", cursor);
    conditions.push(Prisma.sql`(at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  return conditions;
}

const eventView = (row: EventRow): AuditEvent => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
  action: row.action,
  subject: { type: row.subjectType, id: row.subjectId },
  before: row.before,
  after: row.after,
  ip: row.ip,
  device: row.device,
  requestId: row.requestId,
});

/**
 * What was written down of the dealership, newest first. What happens meanwhile comes before the
 * first page; the cursor neither repeats nor skips anything.
 * @throws DomainError invalid for a broken cursor.
 */
export async function listAuditEvents(scope: TenantScope, query: AuditQuery) {
  const { db, tenant } = scope;
  const found = await db.$queryRaw<EventRow[]>`
    SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName",
      action, subject_type AS "subjectType", subject_id AS "subjectId", before, after, ip, device,
      request_id AS "requestId"
    FROM audit_events
    WHERE tenant_id = ${tenant.id}::uuid AND ${Prisma.join(filters(scope, query), " AND ")}
    ORDER BY at DESC, id DESC
    LIMIT ${query.limit + 1}`;
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor = last && found.length > page.length ? encodeMoment(last) : null;
  return { data: page.map(eventView), meta: { limit: query.limit, nextCursor } };
}
