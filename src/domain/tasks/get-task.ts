import { Prisma, type TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import type { Task } from "./schemas.ts";
import { selectTasks, type TaskRow, taskView, visibleTasks } from "./task-view.ts";

async function readTask(scope: TenantScope, id: string, condition: Prisma.Sql): Promise<Task> {
  const rows = await scope.db.$queryRaw<TaskRow[]>`
    ${selectTasks(scope)} AND task.id = ${id}::uuid AND ${condition}`;
  const row = rows[0];
  if (!row) throw notFound("task");
  return taskView(row);
}

/** @throws DomainError not found, also for a task that the actor may not know of. */
export const getTask = (scope: TenantScope, id: string): Promise<Task> =>
  readTask(scope, id, visibleTasks(scope));

/** A task that the actor has changed, whether or not it is theirs to know of any more. */
export const getChangedTask = (scope: TenantScope, id: string): Promise<Task> =>
  readTask(scope, id, Prisma.sql`TRUE`);
