import type { TenantScope } from "../../db/index.ts";
import { CreditRules, type VersionedCreditRules } from "./credit-rules.ts";
import { USUAL_RULES } from "./usual-rules.ts";

/** Of the usual rules; a dealership's own ones have later versions. */
export const USUAL_VERSION = 1;

/** The dealership's own rules, or the usual ones where it has set none. */
export async function getCreditRules({ db, tenant }: TenantScope): Promise<VersionedCreditRules> {
  const row = await db.creditRules.findUnique({ where: { tenantId: tenant.id } });
  if (!row) return { ...USUAL_RULES, version: USUAL_VERSION };
  return { ...CreditRules.parse(row.rules), version: row.version };
}
