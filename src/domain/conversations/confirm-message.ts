import type { TenantScope } from "../../db/index.ts";
import { lockMessage } from "./lock-message.ts";
import type { Message } from "./schemas.ts";
import { settleMessage } from "./settle-message.ts";

/**
 * Takes a message in doubt for sent, as somebody has seen it on the phone.
 * @throws DomainError not found, conflict MESSAGE_NOT_IN_STATE.
 */
export async function confirmMessage(scope: TenantScope, id: string): Promise<Message> {
  const message = await lockMessage(scope, id, ["doubtful"]);
  return settleMessage(scope, message, "message.confirmed", "sent");
}
