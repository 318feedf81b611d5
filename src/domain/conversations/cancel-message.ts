import type { TenantScope } from "../../db/index.ts";
import { lockMessage } from "./lock-message.ts";
import type { Message } from "./schemas.ts";
import { settleMessage } from "./settle-message.ts";

/**
 * Takes back a message that has not gone to the gateway yet; it stays in the history.
 * @throws DomainError not found, conflict MESSAGE_NOT_IN_STATE.
 */
export async function cancelMessage(scope: TenantScope, id: string): Promise<Message> {
  const message = await lockMessage(scope, id, ["scheduled", "queued", "held"]);
  return settleMessage(scope, message, "message.cancelled", "cancelled");
}
