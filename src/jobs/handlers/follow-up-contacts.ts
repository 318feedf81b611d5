import type { Deps } from "../../deps.ts";

import { assignContacts } from "../../domain/assignment/assign-contacts.ts";
import { answerAutomatically } from "../../domain/automatic/answer-automatically.ts";
import { recogniseCars } from "../../domain/conversations/recognise-cars.ts";
import { keepDigestScheduled } from "../../domain/digests/keep-digest-scheduled.ts";
import { startClocks } from "../../domain/reply-clock/start-clocks.ts";

import type { EnterTenant } from "../../domain/staff/enter-tenant.ts";
import type { Contact, TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

/** One thing to do after contacts. It may run again for the same contacts and does no harm then. */
type FollowUp = (enter: EnterTenant, contacts: Contact[], deps: Deps) => Promise<void>;

/** In this order: whose lead it is comes before what is answered on their behalf. */
const FOLLOW_UPS: FollowUp[] = [
  (enter, contacts, { stocks, config }) =>
    enter((scope) => recogniseCars(scope, { stocks, baseDomain: config.BASE_DOMAIN }, contacts)),
  (enter, contacts, deps) => assignContacts(enter, deps.keys.secrets, contacts),
  (enter, contacts) => startClocks(enter, contacts),
  answerAutomatically,
  (enter) => keepDigestScheduled(enter),
];

/**
 * Does what contacts call for. A step that fails does not keep the later ones from being done.
 * @throws AggregateError of the steps that failed, so that the job is tried again.
 */
export async function followUpContactsJob(
  deps: Deps,
  { tenantId, contacts }: TaskPayload<"followUpContacts">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  const faults: unknown[] = [];
  for (const followUp of FOLLOW_UPS) {
    await followUp(enter, contacts, deps).catch((fault) => faults.push(fault));
  }
  if (faults.length > 0) throw new AggregateError(faults, "following up contacts failed");
}
