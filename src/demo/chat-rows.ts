import type { Prisma } from "../db/index.ts";
import { messageIdentity } from "../domain/conversations/message-identity.ts";
import { type Dealership, hoursBefore } from "./dealership.ts";
import type { DemoLead } from "./demo-lead.ts";

type MessageRow = Prisma.MessageCreateManyInput & {
  direction: "inbound" | "outbound";
  sentAt: Date;
};

/** The messages of a lead in their order, and the conversation that they make up, if any. */
export function chatRows(demo: DemoLead, leadId: string, dealership: Dealership) {
  const { tenantId, deviceId, staffIds, now } = dealership;
  const conversationId = Bun.randomUUIDv7();
  const sender = demo.phone ?? demo.whatsappLid ?? "";
  let at = hoursBefore(now, demo.hoursAgo).getTime();

  const messages = (demo.chat ?? []).map(([minutes, by, body, attachment]): MessageRow => {
    at += minutes * 60_000;
    const sentAt = new Date(at);
    const place = attachment && "latitude" in attachment ? attachment : undefined;
    const mediaFilename = attachment && "file" in attachment ? attachment.file : undefined;
    const received = { deviceId, sender, inboxId: "", timestamp: String(at), url: "" };
    return {
      ...{ tenantId, conversationId, leadId, id: Bun.randomUUIDv7(), body, sentAt },
      ...{ receivedAt: sentAt, mediaFilename, ...place },
      kind: place ? "location" : mediaFilename ? "media" : "text",
      direction: by === "buyer" ? "inbound" : "outbound",
      ...(by !== "buyer" && { status: "recorded", statusAt: sentAt }),
      authorId: by === "buyer" ? null : staffIds[by],
      identity:
        by === "buyer"
          ? messageIdentity({ ...received, message: body })
          : `reply:${Bun.randomUUIDv7()}`,
    };
  });

  const [first, last] = [messages.at(0), messages.at(-1)];
  const conversations: Prisma.ConversationCreateManyInput[] = [];
  if (first && last) {
    conversations.push({
      ...{ tenantId, id: conversationId, leadId, deviceId, person: sender },
      ...{ createdAt: first.sentAt, lastMessageAt: last.sentAt },
    });
  }
  return { conversations, messages };
}
