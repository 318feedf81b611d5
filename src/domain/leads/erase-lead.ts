import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { eraseMessages } from "../conversations/erase-messages.ts";
import { releaseHoldsOf } from "../holds/release-holds-of.ts";
import { eraseEvents } from "../inbox/erase-events.ts";
import { lockInbox } from "../inbox/lock-inbox.ts";
import { eraseMedia } from "../media/erase-media.ts";
import { withdrawNotices } from "../notifications/withdraw-notices.ts";
import { forgetBuyer } from "../sales/forget-buyer.ts";
import { lockLead } from "./lock-lead.ts";

/**
 * Removes a person from the dealership's records. What is left is a lead without a person, which
 * nobody sees and every count includes: status, source, dates and who looked after it. Somebody
 * who writes again becomes a new lead.
 * @throws DomainError not found, also for a lead that the actor may not know of.
 */
export async function eraseLead(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant, now } = scope;
  await lockInbox(scope);
  // Whoever writes waits here and makes a new lead, or wrote before and is erased below.
  await lockLead(scope, id);
  await forgetBuyer(scope, id);
  await eraseEvents(scope, id);
  // The leads that were merged into it are the same person.
  const persons = await db.lead.updateManyAndReturn({
    where: { tenantId: tenant.id, OR: [{ id }, { mergedIntoId: id }] },
    data: {
      ...{ name: null, phone: null, whatsappLid: null, email: null, tags: [], lostReason: null },
      ...{ erasedAt: now, updatedAt: now },
    },
    select: { id: true },
  });
  const where = { tenantId: tenant.id, leadId: id };
  await db.enquiry.updateMany({ where, data: { message: null, tradeIn: null } });
  // Without a car the title may be the visitor's own words.
  await db.enquiry.updateMany({ where: { ...where, carId: null }, data: { carTitle: null } });
  await db.leadNote.deleteMany({ where });
  await db.leadTask.deleteMany({ where });
  await db.carSubscription.deleteMany({ where });
  await eraseMessages(scope, id);
  await eraseMedia(scope, id);
  await withdrawNotices(
    scope,
    persons.map((person) => person.id),
  );
  await releaseHoldsOf(scope, id);
  await recordAuditEvent(scope, { action: "lead.erased", subject: "lead", id });
}
