import type { TenantScope } from "../../db/index.ts";
import { queueMessage } from "../conversations/queue-message.ts";
import type { AutomaticReason } from "../conversations/schemas.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import { renderTemplate } from "../templates/render-template.ts";
import { templateValues } from "../templates/template-values.ts";
import type { Written } from "./find-unanswered.ts";
import { HOURS_BETWEEN } from "./limits.ts";
import { openingAt } from "./opening.ts";

interface AnsweredLead {
  optedOutAt: Date | null;
  autoAnsweredAt: Date | null;
  firstInboundAt: Date | null;
}

/** Holds the lead's row, so that of two jobs at once one answers; null where the lead is gone. */
async function lockAnswered({ db, tenant }: TenantScope, leadId: string) {
  const rows = await db.$queryRaw<AnsweredLead[]>`
    SELECT opted_out_at AS "optedOutAt", auto_answered_at AS "autoAnsweredAt",
      first_inbound_at AS "firstInboundAt"
    FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${leadId}::uuid
      AND erased_at IS NULL AND merged_into_id IS NULL
    FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}

/** Whether somebody of the staff wrote to the person, or reached them by telephone, since a moment. */
async function isLookedAfter({ db, tenant }: TenantScope, leadId: string, since: Date) {
  const where = { tenantId: tenant.id, leadId };
  const reply = await db.message.findFirst({
    where: {
      ...{ ...where, direction: "outbound", automatic: null, sentAt: { gt: since } },
      status: { notIn: ["scheduled", "failed", "cancelled"] },
    },
    select: { id: true },
  });
  if (reply) return true;
  const reached = { path: ["outcome"], equals: "reached" };
  const call = await db.leadEvent.findFirst({
    where: { ...where, kind: "call", at: { gt: since }, details: reached },
    select: { id: true },
  });
  return call !== null;
}

/**
 * What is said by itself now: out of hours that the dealership is closed, else a greeting to whom
 * wrote for the first time.
 */
async function chooseAnswer(
  scope: TenantScope,
  isFirst: boolean,
): Promise<{ automatic: AutomaticReason; text: string } | null> {
  const { greeting, outOfHours } = await getInboxSettings(scope);
  const { isOpen } = await openingAt(scope, scope.now);
  if (!isOpen && outOfHours.isOn) return { automatic: "out_of_hours", text: outOfHours.text };
  return isFirst && greeting.isOn ? { automatic: "greeting", text: greeting.text } : null;
}

/** Answers what a person wrote, once in 12 hours, unless they asked for silence or staff are at it. */
export async function answerLead(
  scope: TenantScope,
  { leadId, conversationId, firstAt }: Written,
): Promise<void> {
  const { db, tenant, now } = scope;
  const lead = await lockAnswered(scope, leadId);
  if (!lead || lead.optedOutAt) return;
  const since = new Date(now.getTime() - HOURS_BETWEEN);
  if (lead.autoAnsweredAt && lead.autoAnsweredAt > since) return;
  if (await isLookedAfter(scope, leadId, since)) return;
  const isFirst = lead.firstInboundAt === null || lead.firstInboundAt >= firstAt;
  const answer = await chooseAnswer(scope, isFirst);
  if (!answer) return;
  const body = renderTemplate(answer.text, await templateValues(scope, { leadId, conversationId }));
  const { automatic } = answer;
  await queueMessage(scope, { conversationId, kind: "text", body, automatic, authorId: null });
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id: leadId } },
    data: { autoAnsweredAt: now },
  });
}
