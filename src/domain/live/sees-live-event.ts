import type { Actor } from "../../db/index.ts";
import { allows } from "../staff/permissions.ts";
import type { LiveRow } from "./read-live-events.ts";

/**
 * Whether somebody is told: of the leads that they may see, as visibleLeads has it, of what is no
 * lead's, and of a lead that just left them, so that it leaves their screen.
 */
export function seesLiveEvent(actor: Actor, event: LiveRow): boolean {
  const { leadId, assigneeId, previousAssigneeId } = event;
  if (allows(actor, "leads:all") || leadId === null || assigneeId === null) return true;
  const wasFree = event.kind === "lead.assigned" && previousAssigneeId === null;
  if (wasFree) return true;
  return actor.kind === "staff" && [assigneeId, previousAssigneeId].includes(actor.id);
}
