import type pg from "pg";

/** Removes what a test left in the queue, so that no worker of another test does it. */
export async function forgetJobs(owner: pg.Client, ...tasks: string[]): Promise<void> {
  await owner.query(
    `DELETE FROM graphile_worker._private_jobs WHERE task_id IN (
       SELECT id FROM graphile_worker._private_tasks WHERE identifier = ANY ($1))`,
    [tasks],
  );
}
