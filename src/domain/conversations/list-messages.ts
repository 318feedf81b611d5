import type { TenantScope } from "../../db/index.ts";
import { decodeMoment, encodeMoment } from "../leads/moment-cursor.ts";
import { MESSAGE_COLUMNS, messageView } from "./message-view.ts";
import type { Message } from "./schemas.ts";

const PAGE = 200;

/**
 * The latest 200 messages exchanged with a person, oldest first, or those before a cursor. The
 * caller has made sure that the actor may know of the lead.
 * @throws DomainError invalid for a broken cursor.
 */
export async function listMessages(
  { db, tenant }: TenantScope,
  leadId: string,
  before?: string,
): Promise<{ messages: Message[]; olderMessages: string | null }> {
  const cursor = before ? decodeMoment("messagesBefore", before) : null;
  const found = await db.message.findMany({
    where: {
      tenantId: tenant.id,
      leadId,
      ...(cursor && {
        OR: [{ sentAt: { lt: cursor.at } }, { sentAt: cursor.at, id: { lt: cursor.id } }],
      }),
    },
    orderBy: [{ sentAt: "desc" }, { id: "desc" }],
    take: PAGE + 1,
    select: MESSAGE_COLUMNS,
  });
  const page = found.slice(0, PAGE);
  const oldest = page.at(-1);
  const messages = page.reverse().map(messageView);
  const olderMessages =
    oldest && found.length > PAGE ? encodeMoment({ at: oldest.sentAt, id: oldest.id }) : null;
  return { messages, olderMessages };
}
