import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { ROLES } from "../permissions.ts";
import { getSecurity } from "./get-security.ts";
import type { SecuritySettings } from "./schemas.ts";

/** Changes which roles may not work without a second factor, from their next request on. */
export async function changeSecurity(
  scope: TenantScope,
  { twoFactorRoles: asked }: SecuritySettings,
): Promise<SecuritySettings> {
  const { db, tenant, now } = scope;
  const before = await getSecurity(scope);
  const after = { twoFactorRoles: ROLES.filter((role) => asked.includes(role)) };
  await db.securitySettings.upsert({
    where: { tenantId: tenant.id },
    create: { tenantId: tenant.id, ...after, updatedAt: now },
    update: { ...after, updatedAt: now },
    select: { tenantId: true },
  });
  await recordAuditEvent(scope, {
    ...{ action: "security.changed", subject: "security", before, after },
  });
  return after;
}
