import type { TenantScope } from "../../db/index.ts";
import { CHOICES } from "./choice-text.ts";

/** What a person wrote in one batch, as far as an automatic message may answer it. */
export interface Written {
  leadId: string;
  /** Where the latest was written. */
  conversationId: string;
  firstAt: Date;
  lastAt: Date;
}

/** The messages of persons among these, by the lead that they belong to now. */
export const findWritten = ({ db, tenant }: TenantScope, messageIds: string[]) =>
  db.$queryRaw<Written[]>`
    SELECT lead_id AS "leadId", min(sent_at) AS "firstAt", max(sent_at) AS "lastAt",
      (array_agg(conversation_id ORDER BY sent_at DESC, id DESC))[1] AS "conversationId"
    FROM messages
    WHERE tenant_id = ${tenant.id}::uuid AND id = ANY (${messageIds}::uuid[])
      AND direction = 'inbound'
    GROUP BY lead_id ORDER BY lead_id`;

/** Of these leads those that a greeting or an out-of-hours answer may go to now, or soon. */
export async function findAnswerable(
  { db, tenant }: TenantScope,
  leadIds: string[],
  answeredBefore: Date,
): Promise<Set<string>> {
  const rows = await db.lead.findMany({
    where: {
      ...{ tenantId: tenant.id, id: { in: leadIds }, erasedAt: null, optedOutAt: null },
      OR: [{ autoAnsweredAt: null }, { autoAnsweredAt: { lte: answeredBefore } }],
    },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** Of these leads those that made a choice by a message and were not told that it is heard. */
export async function findUnconfirmed(
  { db, tenant }: TenantScope,
  leadIds: string[],
  since: Date,
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ leadId: string }[]>`
    SELECT DISTINCT lead_id AS "leadId" FROM lead_events
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ANY (${leadIds}::uuid[])
      AND at >= ${since}::timestamptz AND kind = ANY (${Object.keys(CHOICES)}::text[])
      AND NOT details ? 'confirmationId'`;
  return new Set(rows.map(({ leadId }) => leadId));
}
