import type { TenantScope } from "../../db/index.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { endSubscriptions } from "../subscriptions/end-subscriptions.ts";
import type { AddressedMessage } from "./address-messages.ts";

/** A message that is one of these words alone, whatever surrounds it that is no letter or digit. */
const WORD = /^[^\p{L}\p{N}]*(stop|berhenti|mulai)[^\p{L}\p{N}]*$/iu;

/** Characters; a longer message is not one word. */
const LONGEST = 40;

const wordOf = (body: string): string | null =>
  body.length <= LONGEST ? (WORD.exec(body)?.[1]?.toLowerCase() ?? null) : null;

/**
 * Follows people who ask for no automatic messages, or for them again: of a lead's words the one
 * sent last counts, in whatever order they arrive.
 */
export async function noteOptOuts(scope: TenantScope, messages: AddressedMessage[]): Promise<void> {
  const asking = messages.filter(({ message }) => wordOf(message.body) !== null);
  for (const leadId of new Set(asking.map((one) => one.leadId))) await noteOptOut(scope, leadId);
}

/** Follows what the last of a lead's own words asks for. The caller holds the lead's row. */
export async function noteOptOut(scope: TenantScope, leadId: string): Promise<void> {
  const { db, tenant, now } = scope;
  const said = await db.$queryRaw<{ body: string; sentAt: Date }[]>`
    SELECT body, sent_at AS "sentAt" FROM messages
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid AND direction = 'inbound'
      AND length(body) <= ${LONGEST}::integer AND body ~* '(stop|berhenti|mulai)'
    ORDER BY sent_at DESC, id DESC`;
  const last = said.find(({ body }) => wordOf(body) !== null);
  if (!last) return;
  const optedOutAt = wordOf(last.body) === "mulai" ? null : last.sentAt;
  const before = await db.lead.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id: leadId } },
    select: { optedOutAt: true, assigneeId: true },
  });
  if (!before || (before.optedOutAt === null) === (optedOutAt === null)) return;
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id: leadId } },
    data: { optedOutAt, updatedAt: now },
  });
  if (optedOutAt) await endSubscriptions(scope, { leadId });
  const kind = optedOutAt ? "opted_out" : "opted_in";
  await recordLeadEvent(scope, leadId, kind);
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", payload: { leadId } },
    lead: { id: leadId, assigneeId: before.assigneeId },
  });
}
