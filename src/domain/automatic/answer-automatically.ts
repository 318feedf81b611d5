import type { Contact } from "../../jobs/contracts.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { answerLead } from "./answer-lead.ts";
import { confirmChoice } from "./confirm-choice.ts";
import { findAnswerable, findUnconfirmed, findWritten, type Written } from "./find-unanswered.ts";
import { HOURS_BETWEEN, OLDEST_ANSWERED } from "./limits.ts";

/**
 * Answers persons by itself: a greeting to whom writes for the first time, a word out of opening
 * hours, and a confirmation to whom stops or resumes such messages. Leads for whom there is nothing
 * to say cost no transaction of their own.
 * @throws AggregateError of the leads that failed, after the others were answered.
 */
export async function answerAutomatically(enter: EnterTenant, contacts: Contact[]): Promise<void> {
  const messageIds = contacts.flatMap(({ messageId }) => messageId ?? []);
  if (messageIds.length === 0) return;
  const { written, answerable, unconfirmed } = await enter(async (scope) => {
    const written = await findWritten(scope, messageIds);
    const leadIds = written.map(({ leadId }) => leadId);
    const { greeting, outOfHours } = await getInboxSettings(scope);
    const oldest = scope.now.getTime() - OLDEST_ANSWERED;
    const fresh = written.filter(({ lastAt }) => lastAt.getTime() >= oldest);
    const since = new Date(Math.min(...written.map(({ firstAt }) => firstAt.getTime())));
    return {
      written,
      answerable:
        greeting.isOn || outOfHours.isOn
          ? await findAnswerable(
              scope,
              fresh.map(({ leadId }) => leadId),
              new Date(scope.now.getTime() - HOURS_BETWEEN),
            )
          : new Set<string>(),
      unconfirmed:
        written.length > 0 ? await findUnconfirmed(scope, leadIds, since) : new Set<string>(),
    };
  });
  const faults: unknown[] = [];
  for (const one of written) {
    const { leadId } = one;
    const mayAnswer = answerable.has(leadId);
    await answerOne(enter, one, unconfirmed.has(leadId), mayAnswer).catch((fault) =>
      faults.push(fault),
    );
  }
  if (faults.length > 0) throw new AggregateError(faults, "answering automatically failed");
}

async function answerOne(
  enter: EnterTenant,
  written: Written,
  isUnconfirmed: boolean,
  mayAnswer: boolean,
): Promise<void> {
  if (isUnconfirmed && (await enter((scope) => confirmChoice(scope, written)))) return;
  if (mayAnswer) await enter((scope) => answerLead(scope, written));
}
