import type { TenantScope } from "../../db/index.ts";
import { forbidden } from "../errors.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { addNote } from "../leads/add-note.ts";
import { getLead } from "../leads/get-lead.ts";
import { lockLead } from "../leads/lock-lead.ts";
import type { Lead, LeadAssignment } from "../leads/schemas.ts";
import { allows } from "../staff/permissions.ts";
import { assertActive } from "./assert-active.ts";
import { type AssignmentRule, giveLead } from "./give-lead.ts";
import { assignBacklogSoon } from "./schedule-backlog.ts";

function ruleOf({ actor }: TenantScope, to: string | null): AssignmentRule {
  if (to === null) return "given_back";
  return actor.kind === "staff" && actor.id === to ? "claimed" : "handed_over";
}

/**
 * Gives a lead to a member of staff, or back to nobody, when others' turn comes. Without leads:all
 * one may take what is nobody's, and give away one's own. A note is kept with the lead.
 * @returns the lead, which may be the actor's to see no longer.
 * @throws DomainError not found, forbidden, or invalid for somebody who is not active here.
 */
export async function assignLead(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  id: string,
  { staffId, note }: LeadAssignment,
): Promise<Lead> {
  const { actor, now } = scope;
  const { assigneeId } = await lockLead(scope, id);
  if (!allows(actor, "leads:all")) {
    const me = actor.kind === "staff" ? actor.id : null;
    const isOwn = me !== null && assigneeId === me;
    if (staffId !== null && staffId !== me && !isOwn) {
      throw forbidden("Your role may take a lead that is nobody's, and give away its own.");
    }
  }
  const name = staffId === null ? null : await assertActive(scope, staffId);
  const lead = await getLead(scope, id);
  if (note) await addNote(scope, id, note);
  if (staffId === assigneeId) return lead;
  const rule = ruleOf(scope, staffId);
  const change = { leadId: id, leadName: lead.name, from: assigneeId, to: staffId, rule };
  await giveLead(scope, secrets, change);
  if (assigneeId !== null) await assignBacklogSoon(scope);
  const assignee = staffId === null ? null : { id: staffId, name: name ?? "" };
  return { ...lead, assignee, updatedAt: now.toISOString() };
}
