import type { TenantScope } from "../../../db/index.ts";
import { ROLES } from "../permissions.ts";
import type { SecuritySettings } from "./schemas.ts";

/** What the owners ask of their staff's logins. */
export async function getSecurity({ db, tenant }: TenantScope): Promise<SecuritySettings> {
  const row = await db.securitySettings.findUnique({
    where: { tenantId: tenant.id },
    select: { twoFactorRoles: true },
  });
  return { twoFactorRoles: ROLES.filter((role) => row?.twoFactorRoles.includes(role)) };
}
