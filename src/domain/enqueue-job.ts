import type { TenantScope } from "../db/index.ts";
import { TASKS, type TaskName, type TaskPayload } from "../jobs/contracts.ts";

/** Of a tenant's scope what a job needs. */
export type JobScope = Pick<TenantScope, "db" | "now"> & { tenant: { id: string } };

export interface JobOptions {
  /** A job of the tenant under the same key that has not begun is replaced. */
  key?: string;
  /** Jobs of the tenant in one queue run one after another. */
  queue?: string;
  /** Not before this moment; at once unless told, or when it is past. */
  runAt?: Date;
}

/**
 * Adds a job of the scope's tenant in the scope's transaction: it exists when that commits, and
 * never otherwise. It may run more than once, and is tried again after longer and longer pauses.
 */
export async function enqueueJob<Task extends TaskName>(
  { db, tenant, now }: JobScope,
  task: Task,
  payload: Omit<TaskPayload<Task>, "tenantId">,
  { key, queue, runAt }: JobOptions = {},
): Promise<void> {
  // Jobs are taken in the order of their moments: one of the past would go before all that wait.
  const moment = runAt && runAt > now ? runAt : null;
  const { payload: schema, maxAttempts } = TASKS[task];
  const checked = JSON.stringify(schema.parse({ ...payload, tenantId: tenant.id }));
  await db.$executeRaw`
    SELECT enqueue_job(${task}, ${checked}::jsonb, ${key ?? null}::text, ${moment}::timestamptz,
                       ${queue ?? null}::text, ${maxAttempts}::integer)`;
}
