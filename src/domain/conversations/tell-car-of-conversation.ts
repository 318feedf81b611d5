import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";

interface CarOfConversation {
  carId: string | null;
  confidence: number | null;
  evidence: string;
}

/** Puts on the lead's timeline, and tells the inbox, which car a conversation is about now. */
export async function tellCarOfConversation(
  scope: TenantScope,
  conversationId: string,
  { carId, confidence, evidence }: CarOfConversation,
): Promise<void> {
  const { db, tenant } = scope;
  const { lead, car } = await db.conversation.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: tenant.id, id: conversationId } },
    select: {
      lead: { select: { id: true, assigneeId: true } },
      car: { select: { year: true, brand: true, model: true, variant: true } },
    },
  });
  const title = car && carTitle(car);
  const details = { conversationId, carId, title, confidence, evidence };
  await recordLeadEvent(scope, lead.id, "car_set", details);
  await publishLiveEvent(scope, { kind: "lead.changed", lead, payload: { conversationId, carId } });
}
