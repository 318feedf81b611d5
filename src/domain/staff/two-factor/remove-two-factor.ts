import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";

/** Forgets somebody's second factor. @returns whether there was one. */
export async function removeTwoFactor(scope: TenantScope, staffId: string): Promise<boolean> {
  const where = { tenantId: scope.tenant.id, staffId };
  await scope.db.recoveryCode.deleteMany({ where });
  const { count } = await scope.db.totpCredential.deleteMany({ where });
  if (count === 0) return false;
  await recordAuditEvent(scope, { action: "two_factor.disabled", subject: "staff", id: staffId });
  return true;
}
