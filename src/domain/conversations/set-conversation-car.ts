import { Prisma, type TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { BY_STAFF } from "../cars/matching/stock-car.ts";
import { invalid, notFound } from "../errors.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import type { ConversationView } from "./conversation-schemas.ts";
import { listConversations } from "./list-conversations.ts";
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
  const rows = await db.$queryRaw<{ leadId: string; carId: string | null }[]>(Prisma.sql`
    SELECT conversations.lead_id AS "leadId", conversations.car_id AS "carId"
    FROM conversations JOIN leads ON leads.tenant_id = conversations.tenant_id
      AND leads.id = conversations.lead_id
    WHERE conversations.tenant_id = ${tenant.id}::uuid AND conversations.id = ${id}::uuid
      AND ${visibleLeads(scope)}
    FOR UPDATE`);
  const [found] = rows;
  if (!found) throw notFound("conversation");
  if (carId !== null) {
    const held = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM cars WHERE tenant_id = ${tenant.id}::uuid AND id = ${carId}::uuid
      FOR KEY SHARE`;
    if (held.length === 0) throw invalid("carId", "is not a car of this dealership");
  }
  await db.conversation.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
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
    ...{ before: { carId: found.carId }, after: { carId } },
  });
  const [view] = await listConversations(scope, found.leadId, id);
  if (!view) throw notFound("conversation");
  return view;
}
