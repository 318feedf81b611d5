import type { TenantScope } from "../../db/index.ts";
import { scheduleDigest } from "../digests/schedule-digest.ts";
import { assertAssignee } from "./assert-assignee.ts";
import { getChangedTask } from "./get-task.ts";
import { lockTask } from "./lock-task.ts";
import { recordTask } from "./record-task.ts";
import type { Task, TaskChange } from "./schemas.ts";

/**
 * Changes a task; what is not named stays.
 * @throws DomainError not found, forbidden, or invalid for somebody who is not active here.
 */
export async function changeTask(
  scope: TenantScope,
  id: string,
  { title, dueAt, assigneeId }: TaskChange,
): Promise<Task> {
  const { db, tenant, now } = scope;
  const { leadAssigneeId, ...before } = await lockTask(scope, id);
  if (assigneeId !== undefined && assigneeId !== (before.assignee?.id ?? null)) {
    await assertAssignee(scope, assigneeId);
  }
  await db.leadTask.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { title, dueAt: dueAt && new Date(dueAt), assigneeId, updatedAt: now },
  });
  const after = await getChangedTask(scope, id);
  await recordTask(scope, "changed", { before, after }, leadAssigneeId);
  await scheduleDigest(scope);
  return after;
}
