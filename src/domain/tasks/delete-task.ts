import type { TenantScope } from "../../db/index.ts";
import { lockTask } from "./lock-task.ts";
import { recordTask } from "./record-task.ts";

/** Removes a task. @throws DomainError not found, also for one that the actor may not know of. */
export async function deleteTask(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  const { leadAssigneeId, ...before } = await lockTask(scope, id);
  await db.leadTask.delete({ where: { tenantId_id: { tenantId: tenant.id, id } } });
  await recordTask(scope, "deleted", { before }, leadAssigneeId);
}
