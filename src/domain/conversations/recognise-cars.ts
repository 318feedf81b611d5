import type { TenantScope } from "../../db/index.ts";
import type { Contact } from "../../jobs/contracts.ts";
import { matchCar } from "../cars/matching/match-car.ts";
import { BY_STAFF, type CarMatch } from "../cars/matching/stock-car.ts";
import type { StockDirectory } from "../cars/matching/stock-directory.ts";
import { setRecognisedCar } from "./set-recognised-car.ts";

/** Milliseconds in which "is this one still there?" means the card that was sent. */
const CARD_FRESH_FOR = 48 * 3_600_000;
/** Milliseconds in which a conversation without a car is taken to be about the enquiry's. */
const ENQUIRY_FRESH_FOR = 14 * 86_400_000;
/** How sure an enquiry's car is the one of the person's later messages. */
const BY_ENQUIRY = 0.9;

async function writtenMessages({ db, tenant }: TenantScope, ids: string[]) {
  return db.message.findMany({
    where: { tenantId: tenant.id, id: { in: ids }, direction: "inbound" },
    orderBy: [{ sentAt: "asc" }, { id: "asc" }],
    select: {
      ...{ body: true, sentAt: true, leadId: true, conversationId: true },
      conversation: { select: { carId: true, carEvidence: true } },
    },
  });
}

/** The car of the latest card sent in a conversation shortly before a moment. */
async function recentCard({ db, tenant }: TenantScope, conversationId: string, before: Date) {
  const card = await db.message.findFirst({
    where: {
      ...{ tenantId: tenant.id, conversationId, kind: "car_card" },
      sentAt: { lt: before, gt: new Date(before.getTime() - CARD_FRESH_FOR) },
    },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    select: { carId: true },
  });
  return card?.carId ?? null;
}

/** The car of the latest enquiry that a lead sent a while before a moment. */
async function enquiredCar(
  { db, tenant }: TenantScope,
  leadId: string,
  before: Date,
): Promise<CarMatch | null> {
  const enquiry = await db.enquiry.findFirst({
    where: {
      ...{ tenantId: tenant.id, leadId, carId: { not: null } },
      createdAt: { gt: new Date(before.getTime() - ENQUIRY_FRESH_FOR) },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { carId: true },
  });
  const carId = enquiry?.carId;
  return carId ? { carId, confidence: BY_ENQUIRY, evidence: "enquiry" } : null;
}

/**
 * Gives conversations the car that their new messages mean: the last one named, or else the one
 * that the person enquired about on the site. What the staff said stays.
 */
export async function recogniseCars(
  scope: TenantScope,
  { stocks, baseDomain }: { stocks: StockDirectory; baseDomain: string },
  contacts: Contact[],
): Promise<void> {
  const ids = contacts.map(({ messageId }) => messageId).filter((id) => id !== null);
  const messages = await writtenMessages(scope, ids);
  const open = messages.filter(({ conversation }) => conversation.carEvidence !== BY_STAFF);
  if (open.length === 0) return;
  const stock = await stocks.stockOf(scope);
  const hosts = [...scope.tenant.hosts, `${scope.tenant.slug}.${baseDomain}`];
  for (const { body, sentAt, leadId, conversationId, conversation } of open) {
    const asked = { text: body, hosts };
    const card = await recentCard(scope, conversationId, sentAt);
    const named = matchCar(stock, { ...asked, recentCard: card });
    const match =
      named ?? (conversation.carId === null ? await enquiredCar(scope, leadId, sentAt) : null);
    if (match) await setRecognisedCar(scope, conversationId, match, sentAt);
  }
}
