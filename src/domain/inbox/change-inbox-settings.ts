import type { TenantScope } from "../../db/index.ts";
import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { scheduleTaxReminders } from "../cars/tax-reminders/schedule-tax-reminders.ts";
import { scheduleDigest } from "../digests/schedule-digest.ts";
import { getInboxSettings } from "./get-inbox-settings.ts";
import type { InboxSettings } from "./inbox-settings.ts";

/** Sets how the dealership answers; leads that wait may have somebody by the new rules at once,
 * and the digest goes at its new hour. */
export async function changeInboxSettings(
  scope: TenantScope,
  settings: InboxSettings,
): Promise<InboxSettings> {
  const { db, tenant, now } = scope;
  const before = await getInboxSettings(scope);
  await db.$executeRaw`
    INSERT INTO inbox_settings (tenant_id, settings, updated_at)
    VALUES (${tenant.id}::uuid, ${JSON.stringify(settings)}::jsonb, ${now}::timestamptz)
    ON CONFLICT (tenant_id) DO UPDATE SET settings = EXCLUDED.settings, updated_at = EXCLUDED.updated_at`;
  await recordAuditEvent(scope, {
    ...{ action: "inbox.settings_changed", subject: "inbox", before, after: settings },
  });
  await assignBacklogSoon(scope);
  await scheduleDigest(scope);
  await scheduleTaxReminders(scope);
  return settings;
}
