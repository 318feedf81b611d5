import { Prisma, type TenantScope } from "../../db/index.ts";
import { phonePart } from "../leads/list-leads.ts";
import { decodeMoment, encodeMoment } from "../leads/moment-cursor.ts";
import { type LeadOrder, orderOf, pageOfLeads } from "../leads/page-of-leads.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import { type InboxRow, inboxEntryView } from "./inbox-entry-view.ts";
import type { InboxBox, InboxQuery } from "./inbox-schemas.ts";

/** Characters of the last message that a row of the inbox shows. */
const PREVIEW = 120;

const BOXES: Record<InboxBox, { order: LeadOrder; assignee?: string }> = {
  all: { order: "newest" },
  mine: { order: "newest", assignee: "me" },
  unassigned: { order: "newest", assignee: "none" },
  awaiting: { order: "due" },
  overdue: { order: "due" },
};

const named = (q: string) => Prisma.sql`(strpos(lower(leads.name), lower(${q})) > 0
  OR strpos(leads.phone, ${phonePart(q)}) > 0)`;

/**
 * Leads of a box that the actor may know of, each with its last message: newest activity first,
 * and of those who wait whoever is due first. The cursor neither repeats nor skips one that stays
 * where it is.
 * @throws DomainError invalid for a broken cursor.
 */
export async function listInbox(scope: TenantScope, query: InboxQuery) {
  const { db, tenant, now } = scope;
  const { box, q, cursor, limit } = query;
  const { order, assignee } = BOXES[box];
  const { direction } = orderOf(order);
  const page = pageOfLeads(scope, {
    ...{ order, assignee, limit: limit + 1, conditions: q ? [named(q)] : [] },
    ...(box === "overdue" && { until: now }),
    cursor: cursor ? decodeMoment("cursor", cursor) : null,
  });
  const found = await db.$queryRaw<InboxRow[]>`
    WITH page AS MATERIALIZED (${page})
    SELECT page.at, leads.id, leads.name, leads.phone, leads.whatsapp_lid AS "whatsappLid",
      leads.status, leads.assignee_id AS "assigneeId", staff.name AS "assigneeName",
      leads.last_activity_at AS "lastActivityAt", leads.awaiting_since AS "awaitingSince",
      leads.reply_due_at AS "replyDueAt", last.id AS "messageId", last.direction, last.kind,
      left(last.body, ${PREVIEW}) AS text, last.sent_at AS "sentAt",
      last.status AS "messageStatus", talk.id AS "conversationId", talk.device_id AS "deviceId",
      whatsapp_devices.label AS "deviceLabel", talk.car_id AS "carId",
      cars.brand, cars.model, cars.variant, cars.year
    FROM page
    JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = page.id
    LEFT JOIN staff ON staff.tenant_id = ${tenant.id}::uuid AND staff.id = leads.assignee_id
    LEFT JOIN LATERAL (
      SELECT id, direction, kind, body, sent_at, status FROM messages
      WHERE tenant_id = ${tenant.id}::uuid AND lead_id = leads.id
        AND (status IS NULL OR status NOT IN ('scheduled', 'cancelled'))
      ORDER BY sent_at DESC, id DESC LIMIT 1
    ) AS last ON TRUE
    LEFT JOIN LATERAL (
      SELECT id, device_id, car_id FROM conversations
      WHERE tenant_id = ${tenant.id}::uuid AND lead_id = leads.id
      ORDER BY last_message_at DESC, id DESC LIMIT 1
    ) AS talk ON TRUE
    LEFT JOIN whatsapp_devices
      ON whatsapp_devices.tenant_id = ${tenant.id}::uuid AND whatsapp_devices.id = talk.device_id
    LEFT JOIN cars ON cars.tenant_id = ${tenant.id}::uuid AND cars.id = talk.car_id
    WHERE ${visibleLeads(scope)}
    ORDER BY page.at ${direction}, page.id ${direction}`;
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const nextCursor = last && found.length > limit ? encodeMoment(last) : null;
  return { data: rows.map((row) => inboxEntryView(row, now)), meta: { limit, nextCursor } };
}
