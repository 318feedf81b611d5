import { Prisma, type TenantScope } from "../../db/index.ts";
import { getLead } from "./get-lead.ts";
import { decodeMoment, encodeMoment } from "./moment-cursor.ts";
import type { TimelineEntry, TimelineQuery } from "./timeline-schemas.ts";

interface EntryRow {
  at: Date;
  id: string;
  type: TimelineEntry["type"];
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  content: unknown;
}

/** The latest `most` rows of one kind before a place, each kind along an index of its own. */
function branches({ tenant }: TenantScope, leadId: string, most: number, cursor?: string) {
  const { at, id } = cursor ? decodeMoment("cursor", cursor) : { at: null, id: null };
  const latest = (column: string) => {
    const moment = Prisma.raw(column);
    return Prisma.sql`lead_id = ${leadId}::uuid
      ${cursor ? Prisma.sql`AND (${moment}, id) < (${at}::timestamptz, ${id}::uuid)` : Prisma.empty}
      ORDER BY ${moment} DESC, id DESC LIMIT ${most}`;
  };
  return Prisma.sql`
    (SELECT sent_at AS at, id, 'message' AS type, author_id AS actor_id, NULL AS actor_name,
       CASE WHEN direction = 'inbound' THEN 'person' WHEN author_id IS NOT NULL THEN 'staff'
            WHEN automatic IS NOT NULL THEN 'job' ELSE 'api_key' END AS actor_kind,
       jsonb_build_object('conversationId', conversation_id, 'direction', direction, 'kind', kind,
         'body', body, 'mediaFilename', media_filename, 'status', status, 'automatic', automatic,
         'carId', car_id) AS content
     FROM messages WHERE tenant_id = ${tenant.id}::uuid AND ${latest("sent_at")})
    UNION ALL
    (SELECT created_at, id, 'enquiry', NULL, NULL, 'person',
       jsonb_build_object('kind', kind, 'carId', car_id, 'carTitle', car_title, 'message', message)
     FROM enquiries WHERE tenant_id = ${tenant.id}::uuid AND ${latest("created_at")})
    UNION ALL
    (SELECT created_at, id, 'note', author_id, NULL,
       CASE WHEN author_id IS NULL THEN 'api_key' ELSE 'staff' END,
       jsonb_build_object('body', body)
     FROM lead_notes WHERE tenant_id = ${tenant.id}::uuid AND ${latest("created_at")})
    UNION ALL
    (SELECT at, id, 'event', actor_id, actor_name, actor_kind,
       jsonb_build_object('kind', kind, 'details', details)
     FROM lead_events WHERE tenant_id = ${tenant.id}::uuid AND ${latest("at")})`;
}

/**
 * Everything on a lead in one list, the newest first. Each page costs the same however long the
 * history is.
 * @throws DomainError not found, also for a lead that the actor may not know of; invalid for a
 * broken cursor.
 */
export async function listTimeline(scope: TenantScope, leadId: string, query: TimelineQuery) {
  await getLead(scope, leadId);
  const { db, tenant } = scope;
  const most = query.limit + 1;
  const found = await db.$queryRaw<EntryRow[]>(Prisma.sql`
    SELECT latest.at, latest.id, latest.type, latest.content, latest.actor_kind AS "actorKind",
      latest.actor_id AS "actorId", coalesce(latest.actor_name, staff.name) AS "actorName"
    FROM (SELECT * FROM (${branches(scope, leadId, most, query.cursor)}) entries
          ORDER BY at DESC, id DESC LIMIT ${most}) latest
    LEFT JOIN staff ON staff.tenant_id = ${tenant.id}::uuid AND staff.id = latest.actor_id
    ORDER BY latest.at DESC, latest.id DESC`);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor = last && found.length > page.length ? encodeMoment(last) : null;
  return { data: page.map(entryView), meta: { limit: query.limit, nextCursor } };
}

/** The statement makes the content of each type; the database checks its closed lists. */
const entryView = ({ at, id, type, content, ...by }: EntryRow): TimelineEntry =>
  ({
    ...{ id, type, at: at.toISOString(), [type]: content },
    actor: { kind: by.actorKind, id: by.actorId, name: by.actorName },
  }) as TimelineEntry;
