import { EventEmitter } from "node:events";
import type { Task, WorkerEvents } from "graphile-worker";
import pg from "pg";
import type { Logger } from "./logger.ts";

/** Connections for taking up and ending jobs, with the one that listens. */
const CONNECTIONS = 5;
/** A table of jobs that grows faster than it is analysed would be read whole for each job. */
const BY_INDEX = "-c enable_seqscan=off";
/** Milliseconds after which a repeat that is due is noticed; a new job is told of at once. */
const POLL_INTERVAL = 2_000;
/** Milliseconds between two looks for jobs whose process has died. */
const RESCUE_INTERVAL = 10_000;
/** Milliseconds until a worker that ended by a fault is replaced. */
const RESTART_DELAY = 1_000;
/** Milliseconds in which a worker that ends by a fault may tell the ends of its last jobs. */
const LEAVE_LIMIT = 1_000;

/** Runs one job. `attempt` counts from 1. What it throws has it tried again later. */
export type JobHandler = (payload: unknown, attempt: number) => Promise<void>;

export interface WorkerOptions {
  /** Jobs at once. */
  concurrency: number;
  log: Logger;
}

export interface JobWorker {
  /** Takes no more jobs, waits for those under way, and leaves the database. */
  stop(): Promise<void>;
}

/**
 * Frees the jobs of workers that have no session any more: each names its sessions after itself,
 * and the role sees those of its own.
 */
const RESCUE = `
SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) AS done,
  count(*)::int AS jobs
FROM graphile_worker._private_jobs
WHERE locked_by NOT IN (SELECT application_name FROM pg_stat_activity WHERE usename = current_user)
HAVING count(*) > 0`;

/**
 * Takes up jobs as they are added, from a database that may go away and come back. The jobs of a
 * process that was killed are taken up again by another within some 15 s, and those of a machine
 * that fell silent within a minute, when the database has given its sessions up.
 */
export function startJobWorker(
  url: string,
  tasks: Record<string, JobHandler>,
  { concurrency, log }: WorkerOptions,
): JobWorker {
  let stopping = false;
  let stopCurrent = async () => {};
  const running = (async () => {
    // Loaded when the server answers already: it takes a tenth of a second.
    const graphile = await import("graphile-worker");
    while (!stopping) {
      const run = runOnce(graphile, url, tasks, { concurrency, log });
      stopCurrent = run.stop;
      const fault = await run.ended;
      if (stopping) return;
      log.warn({ reason: fault?.message }, "the job worker ended; starting another");
      await Bun.sleep(RESTART_DELAY);
    }
  })();
  return {
    stop: async () => {
      stopping = true;
      await stopCurrent();
      await running;
    },
  };
}

/** One worker under one name, until it is stopped or a fault ends it. */
function runOnce(
  { Logger: GraphileLogger, runTaskList }: typeof import("graphile-worker"),
  url: string,
  tasks: Record<string, JobHandler>,
  { concurrency, log }: WorkerOptions,
) {
  const name = `autoleads-worker-${Bun.randomUUIDv7()}`;
  const connections = new pg.Pool({
    ...{ connectionString: url, application_name: name, max: CONNECTIONS, options: BY_INDEX },
    ...{ connectionTimeoutMillis: 3_000, query_timeout: 10_000 },
  });
  const lost = (error: Error) => log.debug({ reason: error.message }, "job connection lost");
  connections.on("error", lost).on("connect", (client) => void client.on("error", lost));

  const events = new EventEmitter() as WorkerEvents;
  events.on("pool:create", ({ workerPool }) => {
    workerPool.id = name;
  });
  let away = false;
  events.on("pool:listen:error", ({ error }) => {
    if (!away) log.warn({ reason: String(error) }, "the job worker lost the database; it waits");
    away = true;
  });
  events.on("pool:listen:success", () => {
    if (away) log.info("the job worker is back at the database");
    away = false;
  });
  const underWay = new Set<Promise<void>>();
  const list = Object.fromEntries(
    Object.entries(tasks).map(([task, run]): [string, Task] => [
      task,
      (payload, { job }) => {
        const running = run(payload, job.attempts).finally(() => underWay.delete(running));
        underWay.add(running);
        return running;
      },
    ]),
  );
  // The package shuts itself down then, and may wait for ever for ends that it could not tell.
  const fatal = new Promise<Error>((resolve) => {
    events.on("pool:fatalError", ({ error }) => resolve(error as Error));
  });
  // It has lines for every job; what matters of it is told above.
  const logger = new GraphileLogger(() => (level, message) => {
    log[level === "error" || level === "warning" ? "debug" : "trace"](message);
  });
  const worker = runTaskList(
    {
      ...{ pgPool: connections, events, logger, noHandleSignals: true },
      ...{ concurrency, pollInterval: POLL_INTERVAL },
      // In a batch, if only of one, the end of a job is told again while the database is away.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    },
    list,
    connections,
  );

  const rescue = () =>
    connections.query<{ jobs: number }>(RESCUE).then(({ rows }) => {
      if (rows[0]) log.warn({ jobs: rows[0].jobs }, "jobs of a dead worker are taken up again");
    }, lost);
  let rescuing = rescue();
  const timer = setInterval(() => {
    rescuing = rescue();
  }, RESCUE_INTERVAL);

  const left = worker.promise.then(
    () => null,
    (error: Error) => error,
  );
  const abandoned = fatal.then(async (fault) => {
    await Promise.allSettled(underWay);
    return Promise.race([left, Bun.sleep(LEAVE_LIMIT).then(() => fault)]);
  });
  const ended = Promise.race([left, abandoned]).finally(async () => {
    clearInterval(timer);
    await rescuing;
    await connections.end();
  });
  // A fault in it is told by what ended.
  return {
    ended,
    stop: async () => void (await Promise.resolve(worker.gracefulShutdown()).catch(lost)),
  };
}
