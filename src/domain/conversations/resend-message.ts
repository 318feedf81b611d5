import type { TenantScope } from "../../db/index.ts";
import { assertCanSend } from "../devices/gateway-token.ts";
import { nextRound } from "../sending/attempts.ts";
import { sendSoon } from "../sending/send-soon.ts";
import { lockMessage } from "./lock-message.ts";
import type { Message } from "./schemas.ts";
import { settleMessage } from "./settle-message.ts";

/**
 * Sends a message again that failed, or that may not have been sent: in the latter case the person
 * may get it twice, which the caller accepts.
 * @throws DomainError not found, conflict MESSAGE_NOT_IN_STATE or DEVICE_CANNOT_SEND.
 */
export async function resendMessage(scope: TenantScope, id: string): Promise<Message> {
  const { db, tenant } = scope;
  const message = await lockMessage(scope, id, ["doubtful", "failed"]);
  assertCanSend(message.device);
  const { sendAttempts } = await db.message.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    select: { sendAttempts: true },
  });
  const status = message.device.heldSince ? "held" : "queued";
  if (status === "queued") await sendSoon(scope, message.deviceId);
  return settleMessage(scope, message, "message.resent", status, {
    sendAttempts: nextRound(sendAttempts),
    // What is still reported of the attempt before is not about this one.
    ...{ gatewayId: null, stateId: null },
  });
}
