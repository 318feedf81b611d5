import { findSenders, personOf } from "./find-senders.ts";
import type { IncomingMessage } from "./incoming-message.ts";

/** A message with its lead, each under the id that it has or gets. */
export interface AddressedMessage {
  id: string;
  leadId: string;
  mediaId: string | null;
  message: IncomingMessage;
}

/** A lead that messages reach, and what they change of it. */
export interface ReachedLead {
  id: string;
  isNew: boolean;
  phone: string | null;
  lid: string | null;
  name: string | null;
  firstAt: Date;
  lastAt: Date;
  firstReceivedAt: Date;
  receivedAt: Date;
}

const earlier = (a: Date, b: Date) => (a < b ? a : b);
const later = (a: Date, b: Date) => (a > b ? a : b);

/** Copies within the list itself: of several, the first. */
function withoutCopies(messages: IncomingMessage[]): IncomingMessage[] {
  const seen = new Set<string>();
  return messages.filter(({ identity, formerIdentity }) => {
    const isCopy = seen.has(identity) || (formerIdentity !== null && seen.has(formerIdentity));
    seen.add(identity);
    return !isCopy;
  });
}

/** Gives each message that is not stored yet an id and a lead: the one there is, or a new one. */
export async function addressMessages(
  scope: Parameters<typeof findSenders>[0],
  given: IncomingMessage[],
): Promise<{ messages: AddressedMessage[]; leads: ReachedLead[] }> {
  const candidates = withoutCopies(given);
  const senders = await findSenders(scope, candidates);
  const newLeads = new Map<string, string>();
  const leads = new Map<string, ReachedLead>();
  const messages: AddressedMessage[] = [];
  for (const { at, leadId } of senders) {
    const message = candidates[at];
    if (!message) continue;
    const person = personOf(message);
    const id = leadId ?? newLeads.get(person) ?? Bun.randomUUIDv7();
    if (leadId === null) newLeads.set(person, id);
    const mediaId = message.mediaUrl === null ? null : Bun.randomUUIDv7();
    messages.push({ id: Bun.randomUUIDv7(), leadId: id, mediaId, message });
    leads.set(id, reach(leads.get(id), { id, isNew: leadId === null, message }));
  }
  return { messages, leads: [...leads.values()] };
}

function reach(
  lead: ReachedLead | undefined,
  { id, isNew, message }: { id: string; isNew: boolean; message: IncomingMessage },
): ReachedLead {
  const { from, name, sentAt, receivedAt } = message;
  if (!lead) {
    return {
      ...{ id, isNew, name, firstAt: sentAt, lastAt: sentAt },
      ...{ firstReceivedAt: receivedAt, receivedAt },
      phone: "phone" in from ? from.phone : null,
      lid: "whatsappLid" in from ? from.whatsappLid : null,
    };
  }
  return {
    ...lead,
    name: lead.name ?? name,
    firstAt: earlier(lead.firstAt, sentAt),
    lastAt: later(lead.lastAt, sentAt),
    firstReceivedAt: earlier(lead.firstReceivedAt, receivedAt),
    receivedAt: later(lead.receivedAt, receivedAt),
  };
}
