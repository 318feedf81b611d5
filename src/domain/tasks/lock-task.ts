import type { TenantScope } from "../../db/index.ts";
import { getTask } from "./get-task.ts";
import type { Task } from "./schemas.ts";

/** A task and to whom its lead belongs. */
export interface LockedTask extends Task {
  leadAssigneeId: string | null;
}

/**
 * Reads a task for a change and holds its lead's row until the transaction ends: whatever changes
 * a task takes the lead first, so that none waits for another in a circle.
 * @throws DomainError not found, also for a task that the actor may not know of.
 */
export async function lockTask(scope: TenantScope, id: string): Promise<LockedTask> {
  const { db, tenant } = scope;
  const { lead } = await getTask(scope, id);
  const rows = await db.$queryRaw<{ assigneeId: string | null }[]>`
    SELECT assignee_id AS "assigneeId" FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${lead.id}::uuid FOR UPDATE`;
  return { ...(await getTask(scope, id)), leadAssigneeId: rows[0]?.assigneeId ?? null };
}
