import type { TenantScope } from "../../db/index.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { notifyStaff } from "../notifications/notify-staff.ts";
import { digestOf } from "./digest-text.ts";
import { findDue } from "./find-due.ts";
import { scheduleDigest } from "./schedule-digest.ts";

/**
 * Tells everybody with something due what it is, once for the day, and sees to the next day's
 * digest. A day that is over is left out; where digests are off there is no next one either.
 */
export async function sendDigests(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  day: string,
): Promise<void> {
  const { digest } = await getInboxSettings(scope);
  if (!digest.isOn) return;
  if (day === (await todayOf(scope))) {
    for (const due of await findDue(scope, day)) {
      const { subject, text } = digestOf(due, day, scope.tenant.timeZone);
      const notice = { staffId: due.staff.id, kind: "daily_digest", occasion: day } as const;
      await notifyStaff(scope, secrets, { ...notice, subject, text });
    }
  }
  await scheduleDigest(scope);
}

async function todayOf({ db, tenant, now }: TenantScope): Promise<string | undefined> {
  const rows = await db.$queryRaw<{ day: string }[]>`
    SELECT ((${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date)::text AS day`;
  return rows[0]?.day;
}
