import type { TenantScope } from "../../db/index.ts";
import { scheduleDigest } from "../digests/schedule-digest.ts";
import { lockLead } from "../leads/lock-lead.ts";
import { assertAssignee } from "./assert-assignee.ts";
import { assertRoom } from "./assert-room.ts";
import { getChangedTask } from "./get-task.ts";
import { recordTask } from "./record-task.ts";
import type { NewTask, Task } from "./schemas.ts";
import { staffIdOf } from "./task-view.ts";

/**
 * Writes a task down on a lead.
 * @throws DomainError not found for a lead that the actor may not know of, forbidden, invalid for
 * somebody who is not active here, conflict TOO_MANY_TASKS.
 */
export async function addTask(
  scope: TenantScope,
  leadId: string,
  { title, dueAt, assigneeId: asked }: NewTask,
): Promise<Task> {
  const { db, tenant, now } = scope;
  const lead = await lockLead(scope, leadId);
  if (asked !== undefined) await assertAssignee(scope, asked);
  const assigneeId = asked === undefined ? (lead.assigneeId ?? staffIdOf(scope)) : asked;
  await assertRoom(scope, leadId);
  const { id } = await db.leadTask.create({
    data: {
      ...{ tenantId: tenant.id, leadId, title, dueAt: new Date(dueAt), assigneeId },
      ...{ createdById: staffIdOf(scope), createdAt: now, updatedAt: now },
    },
    select: { id: true },
  });
  const after = await getChangedTask(scope, id);
  await recordTask(scope, "added", { after }, lead.assigneeId);
  await scheduleDigest(scope);
  return after;
}
