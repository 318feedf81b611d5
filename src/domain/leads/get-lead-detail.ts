import type { TenantScope } from "../../db/index.ts";
import { listMessages } from "../conversations/list-messages.ts";
import type { Enquiry } from "./enquiry-schemas.ts";
import { getLead } from "./get-lead.ts";
import { NOTE_COLUMNS, noteView } from "./note-view.ts";
import type { LeadDetail } from "./schemas.ts";

/** Enquiries and notes shown of one lead; beyond this a person is no buyer. */
const LATEST = 200;

async function latestEnquiries({ db, tenant }: TenantScope, leadId: string): Promise<Enquiry[]> {
  const rows = await db.enquiry.findMany({
    where: { tenantId: tenant.id, leadId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: LATEST,
    omit: { tenantId: true, leadId: true },
  });
  return rows.reverse().map((row) => ({
    ...row,
    kind: row.kind as Enquiry["kind"],
    downPaymentIdr: row.downPaymentIdr === null ? null : Number(row.downPaymentIdr),
    offerIdr: row.offerIdr === null ? null : Number(row.offerIdr),
    preferredAt: row.preferredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

async function latestNotes({ db, tenant }: TenantScope, leadId: string) {
  const rows = await db.leadNote.findMany({
    where: { tenantId: tenant.id, leadId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: LATEST,
    select: NOTE_COLUMNS,
  });
  return rows.reverse().map(noteView);
}

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
  return {
    ...(await getLead(scope, id)),
    enquiries: await latestEnquiries(scope, id),
    notes: await latestNotes(scope, id),
    ...(await listMessages(scope, id, messagesBefore)),
  };
}
