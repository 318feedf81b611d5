import { Prisma, type TenantScope } from "../../db/index.ts";
import { countedLeads } from "../leads/visible-leads.ts";
import type { Task } from "./schemas.ts";

export interface TaskRow {
  id: string;
  leadId: string;
  leadName: string | null;
  title: string;
  dueAt: Date;
  assigneeId: string | null;
  assigneeName: string | null;
  doneAt: Date | null;
  doneById: string | null;
  doneByName: string | null;
  createdById: string | null;
  createdByName: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** The id of the member of staff who acts; null for anybody else. */
export const staffIdOf = ({ actor }: TenantScope) => (actor.kind === "staff" ? actor.id : null);

/** Every task of the tenant, ready for further conditions by AND. */
export const selectTasks = ({ tenant }: TenantScope): Prisma.Sql => Prisma.sql`
  SELECT task.id, task.lead_id AS "leadId", leads.name AS "leadName", task.title,
    task.due_at AS "dueAt", task.assignee_id AS "assigneeId", assignee.name AS "assigneeName",
    task.done_at AS "doneAt", task.done_by_id AS "doneById", doer.name AS "doneByName",
    task.created_by_id AS "createdById", author.name AS "createdByName",
    task.created_at AS "createdAt", task.updated_at AS "updatedAt"
  FROM lead_tasks task
  JOIN leads ON leads.tenant_id = task.tenant_id AND leads.id = task.lead_id
  LEFT JOIN staff assignee ON assignee.tenant_id = task.tenant_id AND assignee.id = task.assignee_id
  LEFT JOIN staff doer ON doer.tenant_id = task.tenant_id AND doer.id = task.done_by_id
  LEFT JOIN staff author ON author.tenant_id = task.tenant_id AND author.id = task.created_by_id
  WHERE task.tenant_id = ${tenant.id}::uuid`;

/**
 * The condition on a task and its lead under which the actor may know of it: it is on a lead that
 * the actor may know of, or the actor's own.
 */
export const visibleTasks = (scope: TenantScope): Prisma.Sql => Prisma.sql`
  leads.erased_at IS NULL AND leads.merged_into_id IS NULL
  AND (${countedLeads(scope)} OR task.assignee_id = ${staffIdOf(scope)}::uuid)`;

const person = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? "" };

export const taskView = (row: TaskRow): Task => ({
  id: row.id,
  lead: { id: row.leadId, name: row.leadName },
  title: row.title,
  dueAt: row.dueAt.toISOString(),
  assignee: person(row.assigneeId, row.assigneeName),
  doneAt: row.doneAt?.toISOString() ?? null,
  doneBy: person(row.doneById, row.doneByName),
  createdBy: person(row.createdById, row.createdByName),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
