import type { TenantScope } from "../../db/index.ts";
import { listConversations } from "../conversations/list-conversations.ts";
import { listMessages } from "../conversations/list-messages.ts";
import { getLead } from "./get-lead.ts";
import { listEnquiries } from "./list-enquiries.ts";
import { listNotes } from "./list-notes.ts";
import { listMergedLeads } from "./merging/list-merged-leads.ts";
import type { LeadDetail } from "./schemas.ts";

/** Enquiries and notes shown of one lead; beyond this a person is no buyer. */
const LATEST = 200;

/**
 * A lead with all that was asked, noted and written.
 * @throws DomainError not found, also for a lead that the actor may not know of; invalid for a
 * broken cursor.
 */
export async function getLeadDetail(
  scope: TenantScope,
  id: string,
  messagesBefore?: string,
): Promise<LeadDetail> {
  const lead = await getLead(scope, id);
  const merged = await listMergedLeads(scope, id);
  return {
    ...lead,
    mergedLeads: merged.map(({ whatsappLid: _, email: __, mergedAt, ...alias }) => ({
      ...alias,
      mergedAt: mergedAt.toISOString(),
    })),
    enquiries: await listEnquiries(scope, id, LATEST),
    conversations: await listConversations(scope, id),
    notes: await listNotes(scope, id, LATEST),
    ...(await listMessages(scope, id, messagesBefore)),
  };
}
