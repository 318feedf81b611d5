import { EventEmitter } from "node:events";
import {
  Logger as GraphileLogger,
  runTaskList,
  type WorkerEvents,
  type WorkerPool,
} from "graphile-worker";
import pg from "pg";
import type { Logger } from "./logger.ts";

const CONCURRENCY = 3;
/** Milliseconds after which a repeat that is due is noticed; a new job is told of at once. */
const POLL_INTERVAL = 2_000;
/** Milliseconds between two looks for jobs whose process has died. */
const RESCUE_INTERVAL = 10_000;
/** Milliseconds until a worker that ended by a fault is replaced. */
const RESTART_DELAY = 1_000;

/** Runs one job. `attempt` counts from 1. What it throws has it tried again later. */
export type JobHandler = (payload: unknown, attempt: number) => Promise<void>;

export interface JobWorker {
  /** Takes no more jobs, waits for those under way, and leaves the database. */
  stop(): Promise<void>;
}

/**
 * Jobs of a worker that has no session any more. It names its sessions after itself, so that
 * whoever shares its role can tell; the delay covers the moment before it has one.
 */
const RESCUE = `
SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) AS done,
  count(*)::int AS jobs
FROM graphile_worker._private_jobs
WHERE locked_at < now() - interval '10 seconds' AND locked_by NOT IN (
  SELECT application_name FROM pg_stat_activity WHERE usename = current_user)
HAVING count(*) > 0`;

/**
 * Takes up jobs as they are added, from a database that may go away and come back. The jobs of a
 * process that was killed are taken up again by the others, or by the next, within some 30 s.
 */
export function startJobWorker(
  url: string,
  tasks: Record<string, JobHandler>,
  log: Logger,
): JobWorker {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONCURRENCY + 2,
    connectionTimeoutMillis: 3_000,
    query_timeout: 10_000,
    application_name: "autoleads worker",
  });
  const lost = (error: Error) => log.debug({ reason: error.message }, "job connection lost");
  pool.on("error", lost).on("connect", (client) => void client.on("error", lost));

  const events = new EventEmitter() as WorkerEvents;
  events.on("pool:listen:success", ({ workerPool, client }) => {
    client.query("SELECT set_config('application_name', $1, false)", [workerPool.id]).catch(lost);
  });
  const options = {
    ...{ pgPool: pool, events, logger: quietLogger(log), noHandleSignals: true },
    ...{ concurrency: CONCURRENCY, pollInterval: POLL_INTERVAL },
  };
  const list = Object.fromEntries(
    Object.entries(tasks).map(([name, run]) => [
      name,
      (payload: unknown, { job }: { job: { attempts: number } }) => run(payload, job.attempts),
    ]),
  );

  let current: WorkerPool | undefined;
  let stopping = false;
  const running = (async () => {
    while (!stopping) {
      current = runTaskList(options, list, pool);
      const fault = await current.promise.then(
        () => null,
        (error: Error) => error,
      );
      if (stopping) break;
      log.warn({ reason: fault?.message }, "the job worker ended; starting another");
      await Bun.sleep(RESTART_DELAY);
    }
  })();

  const rescue = () =>
    pool.query<{ jobs: number }>(RESCUE).then(({ rows }) => {
      if (rows[0]) log.warn({ jobs: rows[0].jobs }, "jobs of a dead worker are taken up again");
    }, lost);
  let rescuing = rescue();
  const timer = setInterval(() => {
    rescuing = rescue();
  }, RESCUE_INTERVAL);

  return {
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await current?.gracefulShutdown();
      await Promise.all([running, rescuing]);
      await pool.end();
    },
  };
}

/** The queue's own talk, a level lower: it has a line for every job. */
function quietLogger(log: Logger): GraphileLogger {
  const levels = { error: "warn", warning: "debug", info: "trace", debug: "trace" } as const;
  return new GraphileLogger(() => (level, message, { failure }) => {
    // A failed job is told of by who runs it, without its payload.
    log[failure ? "trace" : levels[level]](message);
  });
}
