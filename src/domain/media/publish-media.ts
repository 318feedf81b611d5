import type { TenantScope } from "../../db/index.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import type { MediaView } from "./schemas.ts";

/** Tells the inboxes what became of the file of a message. */
export async function publishMedia(
  scope: TenantScope,
  mediaId: string,
  status: MediaView["status"],
): Promise<void> {
  const { db, tenant } = scope;
  const message = await db.message.findFirst({
    where: { tenantId: tenant.id, mediaId },
    select: { id: true, conversationId: true, lead: { select: { id: true, assigneeId: true } } },
  });
  if (!message) return;
  const { id: messageId, conversationId, lead } = message;
  await publishLiveEvent(scope, {
    ...{ kind: "message.status", lead },
    payload: { messageId, conversationId, leadId: lead.id, media: { id: mediaId, status } },
  });
}
