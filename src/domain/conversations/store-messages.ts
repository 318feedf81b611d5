import { Prisma, type TenantScope } from "../../db/index.ts";
import type { AddressedMessage, ReachedLead } from "./address-messages.ts";
import { personOf } from "./find-senders.ts";

/** Minutes for which the gateway keeps a file. */
const MEDIA_LIVES = 30;

export interface StoredMessage {
  messageId: string;
  leadId: string;
}

/** Somebody else made or merged one of the leads meanwhile: all is to be tried again. */
export class LeadsChanged extends Error {
  override name = "LeadsChanged";
}

/** Of the leads: what the messages change. A lead whose person waits since then for an answer by a person. */
const leadChanges = ({ tenant, now }: TenantScope, leads: ReachedLead[]) => Prisma.sql`
  reaching AS (
    SELECT * FROM json_to_recordset(${JSON.stringify(leads)}::json) AS g(id uuid, "isNew" boolean,
      phone text, lid text, name text, "firstAt" timestamptz, "lastAt" timestamptz,
      "firstReceivedAt" timestamptz, "receivedAt" timestamptz)
  ),
  unanswered AS (
    SELECT g.lead_id, min(g.sent_at) AS since FROM given g
    WHERE NOT EXISTS (SELECT FROM messages reply
      WHERE reply.tenant_id = ${tenant.id}::uuid AND reply.lead_id = g.lead_id
        AND reply.direction = 'outbound' AND reply.automatic IS NULL AND reply.sent_at > g.sent_at
        AND reply.status NOT IN ('scheduled', 'failed', 'cancelled'))
    GROUP BY g.lead_id
  ),
  made AS (
    INSERT INTO leads (tenant_id, id, phone, whatsapp_lid, name, source, first_inbound_at,
      last_inbound_at, awaiting_since, last_activity_at, created_at, updated_at)
    SELECT ${tenant.id}::uuid, id, phone, lid, name, 'whatsapp', "firstAt", "lastAt", "firstAt",
      "receivedAt", "firstReceivedAt", ${now}::timestamptz
    FROM reaching WHERE "isNew"
    ON CONFLICT (tenant_id, phone) DO NOTHING
    RETURNING id
  ),
  found AS (
    UPDATE leads SET
      name = coalesce(leads.name, g.name),
      status = CASE WHEN leads.status IN ('closed', 'lost') THEN 'new' ELSE leads.status END,
      reopened_at = CASE WHEN leads.status IN ('closed', 'lost')
                         THEN g."receivedAt" ELSE leads.reopened_at END,
      lost_reason = NULL,
      first_inbound_at = least(leads.first_inbound_at, g."firstAt"),
      last_inbound_at = greatest(leads.last_inbound_at, g."lastAt"),
      last_activity_at = greatest(leads.last_activity_at, g."receivedAt"),
      awaiting_since = least(leads.awaiting_since, unanswered.since),
      updated_at = ${now}::timestamptz
    FROM reaching g LEFT JOIN unanswered ON unanswered.lead_id = g.id
    WHERE leads.tenant_id = ${tenant.id}::uuid AND leads.id = g.id AND NOT g."isNew"
      AND leads.erased_at IS NULL AND leads.merged_into_id IS NULL
    RETURNING leads.id, leads.assignee_id, old.status IN ('closed', 'lost') AS is_reopened
  ),
  lead AS (
    SELECT id, assignee_id, CASE WHEN is_reopened THEN 'reopened' END AS event FROM found
    UNION ALL SELECT id, NULL, 'created' FROM made
  ),
  told AS (
    INSERT INTO lead_events (tenant_id, lead_id, at, kind, actor_kind)
    SELECT ${tenant.id}::uuid, lead.id, g."firstReceivedAt", lead.event, 'gateway'
    FROM lead JOIN reaching g ON g.id = lead.id WHERE lead.event IS NOT NULL
  )`;

/** The messages as rows that SQL reads. */
const rowsOf = (messages: AddressedMessage[]) =>
  messages.map(({ id, leadId, mediaId, message }, at) => ({
    ...{ at, id, lead_id: leadId, device_id: message.deviceId, person: personOf(message) },
    ...{ kind: message.kind, body: message.body, identity: message.identity },
    ...{ inbox_id: message.inboxId, media_id: mediaId, media_url: message.mediaUrl },
    media_filename: message.mediaFilename,
    ...{ latitude: message.location?.latitude, longitude: message.location?.longitude },
    ...{ sent_at: message.sentAt, received_at: message.receivedAt },
  }));

/**
 * Stores messages of any number of people in one statement, with the leads that they make, reach or
 * re-open, their conversations, the rows of files to be fetched, the timeline and what the inbox
 * is told.
 * @throws LeadsChanged when one of the leads is no longer what it was found to be.
 */
export async function storeMessages(
  scope: TenantScope,
  messages: AddressedMessage[],
  leads: ReachedLead[],
): Promise<StoredMessage[]> {
  const { db, tenant, now } = scope;
  const stored = await db.$queryRaw<StoredMessage[]>(Prisma.sql`
    WITH given AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(rowsOf(messages))}::json) AS g(at integer,
        id uuid, lead_id uuid, device_id uuid, person text, kind text, body text, identity text,
        inbox_id text, media_id uuid, media_url text, media_filename text, latitude float8,
        longitude float8, sent_at timestamptz, received_at timestamptz)
    ),
    ${leadChanges(scope, leads)},
    talk AS (
      INSERT INTO conversations (tenant_id, lead_id, device_id, person, last_message_at, created_at)
      SELECT ${tenant.id}::uuid, g.lead_id, g.device_id, g.person, max(g.sent_at),
        min(g.received_at)
      FROM given g JOIN lead ON lead.id = g.lead_id GROUP BY g.lead_id, g.device_id, g.person
      ON CONFLICT (tenant_id, device_id, person) DO UPDATE SET
        lead_id = EXCLUDED.lead_id,
        last_message_at = greatest(conversations.last_message_at, EXCLUDED.last_message_at)
      RETURNING id, device_id, person
    ),
    file AS (
      INSERT INTO media_files (tenant_id, id, status, source_url, filename, fetch_before, created_at)
      SELECT ${tenant.id}::uuid, media_id, 'pending', media_url, media_filename,
        received_at + make_interval(mins => ${MEDIA_LIVES}::integer), received_at
      FROM given WHERE media_id IS NOT NULL
    ),
    kept AS (
      INSERT INTO messages (tenant_id, id, conversation_id, lead_id, direction, kind, body,
        identity, inbox_id, media_id, media_url, media_filename, latitude, longitude, sent_at,
        received_at)
      SELECT ${tenant.id}::uuid, g.id, talk.id, g.lead_id, 'inbound', g.kind, g.body, g.identity,
        g.inbox_id, g.media_id, g.media_url, g.media_filename, g.latitude, g.longitude, g.sent_at,
        g.received_at
      FROM given g JOIN talk ON talk.device_id = g.device_id AND talk.person = g.person
      ORDER BY g.at
      RETURNING id, lead_id, conversation_id
    ),
    shown AS (
      INSERT INTO live_events (tenant_id, kind, lead_id, assignee_id, payload, created_at)
      SELECT ${tenant.id}::uuid, 'message.received', kept.lead_id, lead.assignee_id,
        jsonb_build_object('leadId', kept.lead_id, 'conversationId', kept.conversation_id,
          'messageId', kept.id), ${now}::timestamptz
      FROM kept JOIN lead ON lead.id = kept.lead_id JOIN given g ON g.id = kept.id ORDER BY g.at
    )
    SELECT kept.id AS "messageId", kept.lead_id AS "leadId" FROM kept
    JOIN given g ON g.id = kept.id ORDER BY g.at`);
  if (stored.length !== messages.length) throw new LeadsChanged("a lead changed meanwhile");
  scope.announce("live");
  return stored;
}
