import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { LeadEventKind } from "../leads/lead-event-kinds.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import type { Task } from "./schemas.ts";

type Change = "added" | "changed" | "done" | "reopened" | "deleted";

/** A title is left to the task's own row, which an erasure removes. */
const KINDS = {
  added: "task_added",
  changed: "task_changed",
  done: "task_done",
  reopened: "task_changed",
  deleted: "task_changed",
} as const satisfies Record<Change, LeadEventKind>;

const stateOf = ({ lead, title, dueAt, assignee, doneAt }: Task) => ({
  ...{ leadId: lead.id, title, dueAt, doneAt },
  assigneeId: assignee?.id ?? null,
});

/** Tells the audit log, the lead's timeline and the inboxes what became of a task. */
export async function recordTask(
  scope: TenantScope,
  change: Change,
  { before, after }: { before?: Task; after?: Task },
  leadAssigneeId: string | null,
): Promise<void> {
  const task = after ?? before;
  if (!task) return;
  const { id: taskId, lead, dueAt } = task;
  const assigneeId = task.assignee?.id ?? null;
  await recordAuditEvent(scope, {
    ...{ action: `task.${change}`, subject: "task", id: taskId },
    before: before && stateOf(before),
    after: after && stateOf(after),
  });
  await recordLeadEvent(scope, lead.id, KINDS[change], { taskId, change, dueAt, assigneeId });
  await publishLiveEvent(scope, {
    kind: "task.changed",
    // Whose task it is hears of it, though the lead be another's.
    lead: { id: lead.id, assigneeId: leadAssigneeId, previousAssigneeId: assigneeId },
    payload: { taskId, change },
  });
}
