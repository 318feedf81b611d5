import type { TenantScope } from "../../db/index.ts";
import { scheduleDigest } from "../digests/schedule-digest.ts";
import { assertRoom } from "./assert-room.ts";
import { getChangedTask } from "./get-task.ts";
import { lockTask } from "./lock-task.ts";
import { recordTask } from "./record-task.ts";
import type { Task } from "./schemas.ts";

/**
 * Takes a task up again; one that is open stays as it is.
 * @throws DomainError not found, conflict TOO_MANY_TASKS.
 */
export async function reopenTask(scope: TenantScope, id: string): Promise<Task> {
  const { db, tenant, now } = scope;
  const { leadAssigneeId, ...before } = await lockTask(scope, id);
  if (before.doneAt === null) return before;
  await assertRoom(scope, before.lead.id);
  await db.leadTask.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { doneAt: null, doneById: null, updatedAt: now },
  });
  const after = await getChangedTask(scope, id);
  await recordTask(scope, "reopened", { before, after }, leadAssigneeId);
  await scheduleDigest(scope);
  return after;
}
