import type pg from "pg";

/** Takes the jobs of a tenant out of the queue that are due by a moment: their payloads. */
export async function takeJobs<Payload>(
  owner: pg.Client,
  tenantId: string,
  task: string,
  by: Date,
): Promise<Payload[]> {
  const { rows } = await owner.query<{ payload: Payload }>(
    `DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
     WHERE t.id = j.task_id AND j.payload ->> 'tenantId' = $1 AND t.identifier = $2
       AND j.run_at <= $3 RETURNING j.payload`,
    [tenantId, task, by],
  );
  return rows.map(({ payload }) => payload);
}
