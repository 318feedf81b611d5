import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { BY_STAFF } from "../cars/matching/stock-car.ts";
import { invalid, notFound } from "../errors.ts";
import type { ConversationView } from "./conversation-schemas.ts";
import { listConversations } from "./list-conversations.ts";
import { lockConversation } from "./lock-conversation.ts";
import { tellCarOfConversation } from "./tell-car-of-conversation.ts";

/**
 * Says which car a conversation is about, or that it is about none; the customer's words do not
 * change it from then on.
 * @throws DomainError not found for a conversation that the actor may not see; invalid for a car
 * that is not there.
 */
export async function setConversationCar(
  scope: TenantScope,
  id: string,
  carId: string | null,
): Promise<ConversationView> {
  const { db, tenant, actor, now } = scope;
  const { leadId } = await lockConversation(scope, id);
  if (carId !== null) {
    const held = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM cars WHERE tenant_id = ${tenant.id}::uuid AND id = ${carId}::uuid
      FOR KEY SHARE`;
    if (held.length === 0) throw invalid("carId", "is not a car of this dealership");
  }
  const where = { tenantId_id: { tenantId: tenant.id, id } };
  const former = await db.conversation.findUnique({ where, select: { carId: true } });
  await db.conversation.update({
    where,
    data: {
      ...{ carId, carEvidence: BY_STAFF, carSetAt: now },
      carConfidence: carId === null ? null : 1,
      carSetById: actor.kind === "staff" ? actor.id : null,
    },
  });
  const confidence = carId === null ? null : 1;
  await tellCarOfConversation(scope, id, { carId, confidence, evidence: BY_STAFF });
  await recordAuditEvent(scope, {
    ...{ action: "conversation.car_set", subject: "conversation", id },
    ...{ before: { carId: former?.carId ?? null }, after: { carId } },
  });
  const [view] = await listConversations(scope, leadId, id);
  if (!view) throw notFound("conversation");
  return view;
}
