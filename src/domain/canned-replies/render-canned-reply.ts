import { Prisma, type TenantScope } from "../../db/index.ts";
import { carCard } from "../conversations/car-card.ts";
import { notFound } from "../errors.ts";
import { getLead } from "../leads/get-lead.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import { renderTemplate } from "../templates/render-template.ts";
import { templateValues } from "../templates/template-values.ts";
import { getCannedReply } from "./get-canned-reply.ts";
import type { CannedReplySubject } from "./schemas.ts";

async function leadOf(scope: TenantScope, conversationId: string): Promise<string> {
  const rows = await scope.db.$queryRaw<{ leadId: string }[]>(Prisma.sql`
    SELECT leads.id AS "leadId" FROM conversations
    JOIN leads ON leads.tenant_id = conversations.tenant_id AND leads.id = conversations.lead_id
    WHERE conversations.tenant_id = ${scope.tenant.id}::uuid
      AND conversations.id = ${conversationId}::uuid AND ${visibleLeads(scope)}`);
  const found = rows[0];
  if (!found) throw notFound("conversation");
  return found.leadId;
}

/**
 * A canned reply in the words for one person, with the values of the moment.
 * @throws DomainError not found for a reply, lead, conversation or car that the actor may not know
 * of; conflict CAR_NOT_LISTED or CAR_SOLD for a car that is not on offer.
 */
export async function renderCannedReply(
  scope: TenantScope,
  id: string,
  { conversationId, leadId, carId }: CannedReplySubject,
): Promise<string> {
  const { body } = await getCannedReply(scope, id);
  const lead = conversationId
    ? await leadOf(scope, conversationId)
    : (await getLead(scope, leadId ?? "")).id;
  if (carId) await carCard(scope, carId);
  return renderTemplate(body, await templateValues(scope, { leadId: lead, conversationId, carId }));
}
