import type { Prisma } from "../db/index.ts";
import { chatRows } from "./chat-rows.ts";
import { type Dealership, hoursBefore } from "./dealership.ts";
import type { DemoEnquiry, DemoLead } from "./demo-lead.ts";

/** A lead with all that belongs to it, its times as the product itself would have set them. */
export function leadRows(demo: DemoLead, dealership: Dealership) {
  const { tenantId, staffIds, now } = dealership;
  const id = Bun.randomUUIDv7();
  const { conversations, messages } = chatRows(demo, id, dealership);
  const enquiries = (demo.enquiries ?? []).map((enquiry) => enquiryRow(enquiry, id, dealership));
  const notes = (demo.notes ?? []).map(({ hoursAgo, author, body }) => ({
    ...{ tenantId, leadId: id, authorId: staffIds[author], body },
    createdAt: hoursBefore(now, hoursAgo),
  }));

  const sent = (wanted: "inbound" | "outbound") =>
    messages.flatMap(({ direction, sentAt }) => (direction === wanted ? [sentAt] : []));
  const inbound = [...enquiries.map(({ createdAt }) => createdAt), ...sent("inbound")];
  const firstInboundAt = earliest(inbound);
  const replies = sent("outbound").filter((at) => firstInboundAt && at >= firstInboundAt);
  const createdAt = hoursBefore(now, demo.hoursAgo);
  const lastActivityAt = latest([createdAt, ...inbound, ...sent("outbound")]);

  const lead: Prisma.LeadCreateManyInput = {
    ...{ tenantId, id, name: demo.name, phone: demo.phone, whatsappLid: demo.whatsappLid },
    ...{ email: demo.email, source: demo.source, status: demo.status, tags: demo.tags ?? [] },
    ...{ lostReason: demo.lostReason, createdAt, firstInboundAt, lastActivityAt },
    firstReplyAt: earliest(replies),
    assigneeId: demo.assignee ? staffIds[demo.assignee] : null,
    reopenedAt: demo.reopenedHoursAgo ? hoursBefore(now, demo.reopenedHoursAgo) : null,
    updatedAt: latest([lastActivityAt, ...notes.map((note) => note.createdAt)]),
  };
  return { lead, conversations, messages, enquiries, notes };
}

function enquiryRow(enquiry: DemoEnquiry, leadId: string, { tenantId, cars, now }: Dealership) {
  const { hoursAgo, car: key, preferredInDays, ...said } = enquiry;
  const car = key ? cars.get(key) : undefined;
  if (key && !car) throw new Error(`the demo has no car ${key}`);
  return {
    ...{ tenantId, leadId, ...said, carId: car?.id, carTitle: car?.title },
    preferredAt: preferredInDays ? tenOClock(now, preferredInDays) : null,
    createdAt: hoursBefore(now, hoursAgo),
  };
}

const earliest = (moments: readonly Date[]): Date | null =>
  moments.reduce<Date | null>((first, at) => (first && first <= at ? first : at), null);

const latest = (moments: readonly Date[]): Date =>
  new Date(Math.max(...moments.map((at) => at.getTime())));

/** In the morning in Jakarta, some days from now. */
function tenOClock(now: Date, days: number): Date {
  const day = hoursBefore(now, -24 * days)
    .toISOString()
    .slice(0, 10);
  return new Date(`${day}T10:00:00+07:00`);
}
