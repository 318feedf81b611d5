import { Prisma, type TenantScope } from "../../db/index.ts";
import type { AutomaticReason } from "../conversations/schemas.ts";

export interface NextMessage {
  tenantId: string;
  id: string;
  leadId: string;
  conversationId: string;
  status: "sending" | "queued";
  statusAt: Date;
  /** How often it was handed to the gateway. */
  attempt: number;
  /** A phone number in E.164, or a LID. */
  person: string;
  kind: string;
  body: string;
  carId: string | null;
  /** Where its file lies; null without one, or where the file is gone. */
  file: { key: string; filename: string; contentType: string } | null;
  hasMedia: boolean;
  quotedInboxId: string | null;
  automatic: AutomaticReason | null;
  isOptedOut: boolean;
  /** Whether the person's number has yet to be found on WhatsApp. */
  needsCheck: boolean;
  queuedAt: Date;
  /** Whether somebody of the staff wrote it for later. */
  wasPutOff: boolean;
}

type Row = Omit<NextMessage, "file" | "hasMedia"> & {
  mediaId: string | null;
  storageKey: string | null;
  contentType: string | null;
  filename: string | null;
};

/** What answers nobody and goes after all that does: a flood of it delays no reply of the staff. */
const UNASKED: AutomaticReason[] = ["subscription_request", "price_drop", "back_in_stock"];

/** The message of a device that is being sent, or else the one that comes next; null for none. */
export async function findNextMessage(
  { db, tenant }: TenantScope,
  deviceId: string,
): Promise<NextMessage | null> {
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    WITH next AS (
      SELECT m.*, c.person, c.is_on_whatsapp FROM messages m
      JOIN conversations c ON c.tenant_id = ${tenant.id}::uuid AND c.id = m.conversation_id
        AND c.device_id = ${deviceId}::uuid
      WHERE m.tenant_id = ${tenant.id}::uuid AND m.status IN ('sending', 'queued')
      ORDER BY m.status DESC, coalesce(m.automatic, '') = ANY (${UNASKED}),
        coalesce(m.scheduled_at, m.received_at), m.id LIMIT 1
    )
    SELECT next.tenant_id AS "tenantId", next.id, next.lead_id AS "leadId", next.conversation_id AS "conversationId",
      next.status, next.status_at AS "statusAt", next.send_attempts AS attempt, next.person,
      next.kind, next.body, next.car_id AS "carId", next.media_id AS "mediaId",
      media.storage_key AS "storageKey", media.content_type AS "contentType", media.filename,
      quoted.inbox_id AS "quotedInboxId", next.automatic,
      leads.opted_out_at IS NOT NULL AS "isOptedOut",
      coalesce(next.scheduled_at, next.received_at) AS "queuedAt",
      next.scheduled_at IS NOT NULL AND next.automatic IS NULL AS "wasPutOff",
      next.is_on_whatsapp IS NOT TRUE AND starts_with(next.person, '+') AND NOT EXISTS (
        SELECT FROM messages m WHERE m.tenant_id = ${tenant.id}::uuid
          AND m.conversation_id = next.conversation_id AND m.direction = 'inbound'
      ) AS "needsCheck"
    FROM next
    JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = next.lead_id
    LEFT JOIN media_files media ON media.tenant_id = ${tenant.id}::uuid
      AND media.id = next.media_id AND media.status = 'stored'
    LEFT JOIN messages quoted ON quoted.tenant_id = ${tenant.id}::uuid
      AND quoted.id = next.quoted_message_id`);
  const row = rows[0];
  if (!row) return null;
  const { mediaId, storageKey, contentType, filename, ...message } = row;
  const type = contentType ?? "application/octet-stream";
  return {
    ...message,
    hasMedia: mediaId !== null,
    file: storageKey
      ? { key: storageKey, contentType: type, filename: filename ?? `file.${extensionOf(type)}` }
      : null,
  };
}

const extensionOf = (contentType: string) =>
  contentType.split("/")[1]?.replace(/[^a-z0-9].*/, "") ?? "bin";
