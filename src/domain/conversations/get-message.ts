import type { TenantScope } from "../../db/index.ts";
import { MESSAGE_COLUMNS, messageView } from "./message-view.ts";
import type { Message } from "./schemas.ts";

/** A message that is there; the caller has made sure that the actor may know of its lead. */
export async function getMessage({ db, tenant }: TenantScope, id: string): Promise<Message> {
  const row = await db.message.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    select: MESSAGE_COLUMNS,
  });
  return messageView(row);
}
