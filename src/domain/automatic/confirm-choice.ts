import type { TenantScope } from "../../db/index.ts";
import { queueMessage } from "../conversations/queue-message.ts";
import { askNext } from "../subscriptions/ask-to-confirm.ts";
import { tellSubscribersLater } from "../subscriptions/tell-subscribers-later.ts";
import { CHOICES, type Choice, choiceText } from "./choice-text.ts";
import type { Written } from "./find-unanswered.ts";

/**
 * Tells a person once that a wish of theirs is heard: for no automatic messages, for them again, or
 * for news of a car. The
 * event of each wish keeps the message that confirmed it.
 * @returns whether there was a wish to confirm.
 */
export async function confirmChoice(
  scope: TenantScope,
  { leadId, conversationId, firstAt }: Written,
): Promise<boolean> {
  const { db, tenant } = scope;
  // The lead's row is held, so that of two jobs at once the second finds it confirmed.
  const leads = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM leads WHERE tenant_id = ${tenant.id}::uuid AND id = ${leadId}::uuid
      AND erased_at IS NULL FOR NO KEY UPDATE`;
  if (leads.length === 0) return false;
  const choices = await db.$queryRaw<Choice[]>`
    SELECT id, kind, details FROM lead_events
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid
      AND at >= ${firstAt}::timestamptz AND kind = ANY (${Object.keys(CHOICES)}::text[])
      AND NOT details ? 'confirmationId'
    ORDER BY at, id`;
  for (const choice of choices) {
    const { id, kind } = choice;
    const automatic = CHOICES[kind];
    const body = await choiceText(scope, choice);
    const message = { conversationId, kind: "text", body, automatic, authorId: null } as const;
    const { id: confirmationId } = await queueMessage(scope, message);
    await db.$executeRaw`
      UPDATE lead_events SET details = details || ${JSON.stringify({ confirmationId })}::jsonb
      WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid`;
  }
  if (choices.some(({ kind }) => kind === "subscribed")) {
    await askNext(scope, leadId);
    // The car may have changed since the visitor saw it.
    await tellSubscribersLater(scope);
  }
  return choices.length > 0;
}
