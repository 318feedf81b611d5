import type { TenantScope } from "../../db/index.ts";
import { getChangedTask } from "./get-task.ts";
import { lockTask } from "./lock-task.ts";
import { recordTask } from "./record-task.ts";
import type { Task } from "./schemas.ts";
import { staffIdOf } from "./task-view.ts";

/** Marks a task as done; one that is done already stays as it is. @throws DomainError not found. */
export async function completeTask(scope: TenantScope, id: string): Promise<Task> {
  const { db, tenant, now } = scope;
  const { leadAssigneeId, ...before } = await lockTask(scope, id);
  if (before.doneAt !== null) return before;
  await db.leadTask.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { doneAt: now, doneById: staffIdOf(scope), updatedAt: now },
  });
  const after = await getChangedTask(scope, id);
  await recordTask(scope, "done", { before, after }, leadAssigneeId);
  return after;
}
