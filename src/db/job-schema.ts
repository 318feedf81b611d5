import { createHash } from "node:crypto";
import type pg from "pg";
import { dependencies } from "../../package.json";

/** What autoleads_worker may do with the queue, and that nobody else may do anything. */
const RIGHTS = `
REVOKE ALL ON SCHEMA graphile_worker FROM PUBLIC;
GRANT USAGE ON SCHEMA graphile_worker TO autoleads_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  graphile_worker._private_jobs, graphile_worker._private_job_queues, graphile_worker._private_tasks
  TO autoleads_worker;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['_private_jobs', '_private_job_queues', '_private_tasks'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS worker_access ON graphile_worker.%I', t);
    EXECUTE format(
      'CREATE POLICY worker_access ON graphile_worker.%I TO autoleads_worker USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;`;

/** Tells this state of the queue's tables and rights from any other. */
const MARK = createHash("sha256")
  .update(dependencies["graphile-worker"] + RIGHTS)
  .digest("hex");

/**
 * Brings the job queue's own schema to the version of its package. One question when it is there
 * already. The caller keeps others from doing it at the same time.
 */
export async function migrateJobs(owner: pg.ClientBase, ownerUrl: string): Promise<void> {
  const { rows } = await owner.query<{ mark: string | null }>(
    "SELECT obj_description(to_regnamespace('graphile_worker')::oid, 'pg_namespace') AS mark",
  );
  if (rows[0]?.mark === MARK) return;
  const { Logger, runMigrations } = await import("graphile-worker");
  await runMigrations({ connectionString: ownerUrl, logger: new Logger(() => () => {}) });
  await owner.query(`${RIGHTS}\nCOMMENT ON SCHEMA graphile_worker IS '${MARK}'`);
}
