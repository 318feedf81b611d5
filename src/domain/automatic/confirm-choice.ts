import type { TenantScope } from "../../db/index.ts";
import { queueMessage } from "../conversations/queue-message.ts";
import { renderTemplate } from "../templates/render-template.ts";
import type { Written } from "./find-unanswered.ts";

const CONFIRMATIONS = {
  opted_out: {
    automatic: "opt_out",
    text: "Baik, {{dealership}} tidak akan mengirim pesan otomatis lagi ke nomor ini. Balas MULAI untuk menerimanya kembali.",
  },
  opted_in: {
    automatic: "opt_in",
    text: "Pesan otomatis dari {{dealership}} aktif kembali. Balas BERHENTI untuk menghentikannya.",
  },
} as const;

interface Choice {
  id: string;
  kind: keyof typeof CONFIRMATIONS;
}

/**
 * Tells a person once that their wish for no automatic messages, or for them again, is heard. The
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
    SELECT id, kind FROM lead_events
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid
      AND at >= ${firstAt}::timestamptz AND kind IN ('opted_out', 'opted_in')
      AND NOT details ? 'confirmationId'
    ORDER BY at, id`;
  for (const { id, kind } of choices) {
    const { automatic, text } = CONFIRMATIONS[kind];
    const body = renderTemplate(text, { dealership: tenant.name });
    const message = { conversationId, kind: "text", body, automatic, authorId: null } as const;
    const { id: confirmationId } = await queueMessage(scope, message);
    await db.$executeRaw`
      UPDATE lead_events SET details = details || ${JSON.stringify({ confirmationId })}::jsonb
      WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid`;
  }
  return choices.length > 0;
}
