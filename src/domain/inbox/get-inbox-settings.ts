import type { TenantScope } from "../../db/index.ts";
import { InboxSettings } from "./inbox-settings.ts";

/** The dealership's own settings, with the usual value of each that it has not set. */
export async function getInboxSettings({ db, tenant }: TenantScope): Promise<InboxSettings> {
  const row = await db.inboxSettings.findUnique({ where: { tenantId: tenant.id } });
  return InboxSettings.parse(row?.settings ?? {});
}
