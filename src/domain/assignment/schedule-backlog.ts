import type { TenantScope } from "../../db/index.ts";
import { enqueueJob, type JobScope } from "../enqueue-job.ts";
import type { Salesperson } from "./list-salespeople.ts";

/** Leads that wait are given out as soon as the scope's transaction commits: somebody may be free. */
export const assignBacklogSoon = (scope: JobScope): Promise<void> =>
  enqueueJob(scope, "assignBacklog", {}, { key: "assign-backlog" });

/** Leads that wait are given out when the next of the salespeople comes on. */
export async function assignBacklogLater(
  scope: TenantScope,
  salespeople: Salesperson[],
): Promise<void> {
  const times = salespeople.flatMap(({ nextShiftAt }) => nextShiftAt?.getTime() ?? []);
  if (times.length === 0) return;
  const runAt = new Date(Math.min(...times));
  await enqueueJob(scope, "assignBacklog", {}, { key: "assign-backlog-later", runAt });
}
