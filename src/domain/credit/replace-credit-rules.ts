import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict, versionRequired } from "../errors.ts";
import type { CreditRules, VersionedCreditRules } from "./credit-rules.ts";
import { getCreditRules } from "./get-credit-rules.ts";

const isOutdated = () =>
  conflict("VERSION_CONFLICT", "Somebody changed the credit rules. Read them again.");

/**
 * Sets how buyers may pay by instalments.
 * @param version the version the change is based on; 1 where none were set yet.
 * @throws DomainError version_required VERSION_REQUIRED, conflict VERSION_CONFLICT.
 */
export async function replaceCreditRules(
  scope: TenantScope,
  rules: CreditRules,
  version: number | undefined,
): Promise<VersionedCreditRules> {
  const { db, tenant, now } = scope;
  if (version === undefined) throw versionRequired();
  const before = await getCreditRules(scope);
  if (before.version !== version) throw isOutdated();
  const after = { ...rules, version: version + 1 };
  // Of two who set the first rules at once, the later one finds a version that is not theirs.
  const changed = await db.$executeRaw`
    INSERT INTO credit_rules (tenant_id, rules, version, updated_at)
    VALUES (${tenant.id}::uuid, ${JSON.stringify(rules)}::jsonb, ${after.version}, ${now}::timestamptz)
    ON CONFLICT (tenant_id) DO UPDATE
    SET rules = EXCLUDED.rules, version = EXCLUDED.version, updated_at = EXCLUDED.updated_at
    WHERE credit_rules.version = ${version}`;
  if (changed === 0) throw isOutdated();
  await recordAuditEvent(scope, {
    ...{ action: "credit.rules_changed", subject: "credit", before, after },
  });
  return after;
}
