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

type Written = Awaited<ReturnType<typeof writtenMessages>>[number];

interface Shown {
  carId: string;
  at: Date;
}

/** The cars of cards sent in the conversations of messages, by conversation, the latest first. */
async function sentCards({ db, tenant }: TenantScope, messages: Written[]) {
  const first = Math.min(...messages.map(({ sentAt }) => sentAt.getTime()));
  const cards = await db.message.findMany({
    where: {
      ...{ tenantId: tenant.id, kind: "car_card", carId: { not: null } },
      conversationId: { in: messages.map(({ conversationId }) => conversationId) },
      sentAt: { gt: new Date(first - CARD_FRESH_FOR) },
    },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    select: { conversationId: true, carId: true, sentAt: true },
  });
  return Map.groupBy(
    cards.map(({ conversationId, carId, sentAt }) => ({
      ...{ conversationId, carId: carId ?? "", at: sentAt },
    })),
    ({ conversationId }) => conversationId,
  );
}

/** The cars that the leads of messages enquired about, by lead, the latest first. */
async function enquiredCars({ db, tenant }: TenantScope, messages: Written[]) {
  const first = Math.min(...messages.map(({ sentAt }) => sentAt.getTime()));
  const enquiries = await db.enquiry.findMany({
    where: {
      ...{ tenantId: tenant.id, carId: { not: null } },
      leadId: { in: messages.map(({ leadId }) => leadId) },
      createdAt: { gt: new Date(first - ENQUIRY_FRESH_FOR) },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { leadId: true, carId: true, createdAt: true },
  });
  return Map.groupBy(
    enquiries.map(({ leadId, carId, createdAt }) => ({
      ...{ leadId, carId: carId ?? "", at: createdAt },
    })),
    ({ leadId }) => leadId,
  );
}

/** The first of what was shown or asked that is no older than so many milliseconds at a moment. */
const freshAt = (shown: Shown[] | undefined, at: Date, most: number): string | null =>
  shown?.find((one) => one.at.getTime() > at.getTime() - most)?.carId ?? null;

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
  const cards = await sentCards(scope, open);
  const enquiries = await enquiredCars(scope, open);
  const known = new Set(
    open.flatMap(({ conversation, conversationId }) =>
      conversation.carId === null ? [] : [conversationId],
    ),
  );
  for (const { body, sentAt, leadId, conversationId } of open) {
    const before = cards.get(conversationId)?.filter(({ at }) => at < sentAt);
    const recentCard = freshAt(before, sentAt, CARD_FRESH_FOR);
    const named = matchCar(stock, { text: body, hosts, recentCard });
    const enquired = freshAt(enquiries.get(leadId), sentAt, ENQUIRY_FRESH_FOR);
    const match: CarMatch | null =
      named ??
      (enquired && !known.has(conversationId)
        ? { carId: enquired, confidence: BY_ENQUIRY, evidence: "enquiry" }
        : null);
    if (!match) continue;
    known.add(conversationId);
    await setRecognisedCar(scope, conversationId, match, sentAt);
  }
}
