import type { TenantScope } from "../../db/index.ts";
import { openConversation } from "../conversations/open-conversation.ts";
import { queueMessage } from "../conversations/queue-message.ts";
import type { AutomaticReason } from "../conversations/schemas.ts";

interface Letter {
  leadId: string;
  phone: string;
  body: string;
  automatic: AutomaticReason;
}

/**
 * Queues a message to a number from a device. The caller holds the lead's row and then the
 * device's: the conversation's comes after both.
 */
export async function writeToSubscriber(
  scope: TenantScope,
  deviceId: string,
  { leadId, phone, body, automatic }: Letter,
): Promise<void> {
  const { id } = await openConversation(scope, { leadId, person: phone }, deviceId);
  await queueMessage(scope, {
    ...{ conversationId: id, kind: "text", body, automatic, authorId: null },
  });
}
