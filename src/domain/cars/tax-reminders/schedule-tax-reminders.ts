import type { TenantScope } from "../../../db/index.ts";
import { nextMorning } from "../../digests/next-morning.ts";
import { enqueueJob } from "../../enqueue-job.ts";
import { getInboxSettings } from "../../inbox/get-inbox-settings.ts";

/**
 * Sees to it that taxes and STNK are looked at on the dealership's next morning, at the time of its
 * digest. However often it is called, a day has one job, which sees to the next day's.
 */
export async function scheduleTaxReminders(scope: TenantScope): Promise<void> {
  const { digest } = await getInboxSettings(scope);
  const { day, dueAt } = await nextMorning(scope, digest.at);
  await enqueueJob(scope, "remindTaxes", { day }, { key: `tax-reminders:${day}`, runAt: dueAt });
}
