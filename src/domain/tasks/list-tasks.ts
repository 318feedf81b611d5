import { Prisma, type TenantScope } from "../../db/index.ts";
import { decodeMoment, encodeMoment } from "../leads/moment-cursor.ts";
import type { TaskQuery } from "./schemas.ts";
import { selectTasks, staffIdOf, type TaskRow, taskView, visibleTasks } from "./task-view.ts";

function filters(scope: TenantScope, query: TaskQuery): Prisma.Sql[] {
  const { assignee, status, leadId, cursor } = query;
  const conditions = [
    visibleTasks(scope),
    status === "done" ? Prisma.sql`task.done_at IS NOT NULL` : Prisma.sql`task.done_at IS NULL`,
  ];
  if (status === "overdue") conditions.push(Prisma.sql`task.due_at < ${scope.now}::timestamptz`);
  if (leadId) conditions.push(Prisma.sql`task.lead_id = ${leadId}::uuid`);
  if (assignee === "none") conditions.push(Prisma.sql`task.assignee_id IS NULL`);
  else if (assignee) {
    const id = assignee === "me" ? staffIdOf(scope) : assignee;
    conditions.push(Prisma.sql`task.assignee_id = ${id}::uuid`);
  }
  if (cursor) {
    const { at, id } = decodeMoment("cursor", cursor);
    const after = status === "done" ? Prisma.sql`<` : Prisma.sql`>`;
    conditions.push(Prisma.sql`(task.due_at, task.id) ${after} (${at}::timestamptz, ${id}::uuid)`);
  }
  return conditions;
}

/**
 * Tasks that the actor may know of: open ones as they fall due, done ones the other way round.
 * @throws DomainError invalid for a broken cursor.
 */
export async function listTasks(scope: TenantScope, query: TaskQuery) {
  const order = query.status === "done" ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const found = await scope.db.$queryRaw<TaskRow[]>`
    ${selectTasks(scope)} AND ${Prisma.join(filters(scope, query), " AND ")}
    ORDER BY task.due_at ${order}, task.id ${order}
    LIMIT ${query.limit + 1}`;
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor =
    last && found.length > page.length ? encodeMoment({ at: last.dueAt, id: last.id }) : null;
  return { data: page.map(taskView), meta: { limit: query.limit, nextCursor } };
}
