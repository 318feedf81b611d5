import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import { nextMorning } from "./next-morning.ts";

/**
 * Sees to it that the dealership's next digest has its job, at the time of its settings on the
 * dealership's clock; also after these have changed. However often it is called, a day has one.
 * @returns when the next is due; null where digests are off.
 */
export async function scheduleDigest(scope: TenantScope): Promise<Date | null> {
  const { digest } = await getInboxSettings(scope);
  if (!digest.isOn) return null;
  const { day, dueAt } = await nextMorning(scope, digest.at);
  // The day is in the key: a digest that is late is not replaced by tomorrow's.
  await enqueueJob(scope, "sendDigests", { day }, { key: `digest:${day}`, runAt: dueAt });
  return dueAt;
}
