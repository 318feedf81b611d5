import { type Gateway, GatewayFault } from "../../infra/gateway/gateway.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import type { NextMessage } from "./find-next-message.ts";
import type { Outcome } from "./outcome-mark.ts";

/** A number that the gateway accepts and WhatsApp does not know swallows what is sent to it. */
const MISSING = "This number is not on WhatsApp.";

/**
 * Asks whether a number is on WhatsApp, before the first message to it, and keeps the answer. A
 * gateway that does not know is no reason not to send; a fault counts as an attempt.
 */
export async function checkNumber(
  enter: EnterTenant,
  gateway: Gateway,
  token: string,
  message: NextMessage,
): Promise<"registered" | { message: NextMessage; outcome: Outcome }> {
  const answer = await gateway
    .validate(token, [message.person])
    .catch((fault: unknown) => (fault instanceof GatewayFault ? fault : Promise.reject(fault)));
  if (answer instanceof GatewayFault) return faultOutcome(enter, message, answer);
  const isMissing = answer.missing.includes(message.person);
  if (!isMissing && !answer.registered.includes(message.person)) return "registered";
  await enter(({ db, tenant }) =>
    db.conversation.update({
      where: { tenantId_id: { tenantId: tenant.id, id: message.conversationId } },
      data: { isOnWhatsapp: !isMissing },
    }),
  );
  if (!isMissing) return "registered";
  return { message, outcome: { kind: "given_up", status: "failed", reason: MISSING } };
}

async function faultOutcome(
  enter: EnterTenant,
  message: NextMessage,
  { reason, message: detail }: GatewayFault,
): Promise<"registered" | { message: NextMessage; outcome: Outcome }> {
  if (reason === "disconnected" || reason === "quota" || reason === "token") {
    return { message, outcome: { kind: "refused", reason, detail } };
  }
  if (reason !== "unreachable" && reason !== "unknown") return "registered";
  const attempt = message.attempt + 1;
  await enter(({ db, tenant }) =>
    db.message.updateMany({
      where: { ...{ tenantId: tenant.id, id: message.id, status: "queued" } },
      data: { sendAttempts: attempt },
    }),
  );
  return { message: { ...message, attempt }, outcome: { kind: "unreachable", detail } };
}
