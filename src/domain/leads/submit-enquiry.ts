import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { type CapturedLead, captureLead } from "./capture-lead.ts";
import type { EnquiryReceipt, NewEnquiry } from "./enquiry-schemas.ts";

/** Minutes in which the same enquiry again is a double click. */
const REPEAT_MINUTES = 10;

/**
 * What an enquiry is about: the car of a page that visitors see, by its present or a former slug,
 * held until the transaction ends; or the slug alone, so that a stale page loses no buyer.
 */
async function findSubject({ db, tenant }: TenantScope, slug: string) {
  const car = await db.car.findFirst({
    where: {
      tenantId: tenant.id,
      status: { not: "draft" },
      OR: [{ slug }, { slugs: { some: { slug } } }],
    },
    select: { id: true, year: true, brand: true, model: true, variant: true },
  });
  if (!car) return { carId: null, carTitle: slug };
  const held = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM cars WHERE tenant_id = ${tenant.id}::uuid AND id = ${car.id}::uuid
    FOR KEY SHARE`;
  return { carId: held[0]?.id ?? null, carTitle: carTitle(car) };
}

/** Has the contact followed up, and shows it in the inbox. */
async function tell(scope: TenantScope, { id, assigneeId }: CapturedLead, enquiryId: string) {
  const contact = { leadId: id, messageId: null, enquiryId };
  await enqueueJob(scope, "followUpContacts", { contacts: [contact] });
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", lead: { id, assigneeId } },
    payload: { leadId: id, enquiryId },
  });
}

/**
 * Takes a visitor's enquiry: the person becomes a lead or is found again, and the enquiry is kept,
 * once when it is sent twice within ten minutes. One about a car that is not there is kept with the
 * words for it.
 */
export async function submitEnquiry(
  scope: TenantScope,
  enquiry: NewEnquiry,
): Promise<EnquiryReceipt> {
  const { db, tenant, now } = scope;
  const subject = enquiry.car
    ? await findSubject(scope, enquiry.car)
    : { carId: null, carTitle: null };
  const lead = await captureLead(scope, {
    phone: enquiry.phone,
    name: enquiry.name,
    source: "website",
    at: now,
  });
  const same = {
    tenantId: tenant.id,
    leadId: lead.id,
    kind: enquiry.kind,
    ...subject,
    message: enquiry.message ?? null,
    downPaymentIdr: enquiry.downPaymentIdr ?? null,
    tenorMonths: enquiry.tenorMonths ?? null,
    offerIdr: enquiry.offerIdr ?? null,
    preferredAt: enquiry.preferredAt ? new Date(enquiry.preferredAt) : null,
    tradeIn: enquiry.tradeIn ?? null,
  };
  const since = new Date(now.getTime() - REPEAT_MINUTES * 60_000);
  const select = { id: true, createdAt: true };
  // The lead's row is locked, so that of two at once the second sees the first.
  const repeated = await db.enquiry.findFirst({
    where: { ...same, createdAt: { gt: since } },
    select,
  });
  const kept = repeated ?? (await db.enquiry.create({ data: { ...same, createdAt: now }, select }));
  if (!repeated) await tell(scope, lead, kept.id);
  return { id: kept.id, kind: enquiry.kind, receivedAt: kept.createdAt.toISOString() };
}
