import type { GatewayMessage } from "../../infra/gateway/gateway.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import { type CarCardMessage, carCard } from "../conversations/car-card.ts";
import { DomainError } from "../errors.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import type { NextMessage } from "./find-next-message.ts";
import type { Outcome } from "./outcome-mark.ts";

const failed = (reason: string): Outcome => ({ kind: "given_up", status: "failed", reason });

/** What the gateway is handed: a car card as the car is now, a file from the store. */
export async function composeMessage(
  enter: EnterTenant,
  objects: ObjectStore,
  message: NextMessage,
): Promise<GatewayMessage | Outcome> {
  const { person, body, quotedInboxId } = message;
  const composed: GatewayMessage = {
    ...{ target: person, message: body, inboxId: quotedInboxId ?? undefined },
  };
  if (message.carId) {
    const card = await renewCard(enter, message.id, message.carId);
    if ("kind" in card) return card;
    return { ...composed, message: card.text, fileUrl: card.photoUrl ?? undefined };
  }
  if (!message.file) return composed;
  const { key, filename, contentType } = message.file;
  const stream = await objects.get(key);
  if (!stream) return failed("The file is not there any more.");
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return { ...composed, file: { bytes, filename, contentType } };
}

/** Writes the card anew, so that the history tells what was sent. */
async function renewCard(
  enter: EnterTenant,
  id: string,
  carId: string,
): Promise<CarCardMessage | Outcome> {
  try {
    return await enter(async (scope) => {
      const card = await carCard(scope, carId);
      await scope.db.message.update({
        where: { tenantId_id: { tenantId: scope.tenant.id, id } },
        data: { body: card.text },
      });
      return card;
    });
  } catch (error) {
    if (error instanceof DomainError) return failed(error.message);
    throw error;
  }
}
