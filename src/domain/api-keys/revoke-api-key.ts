import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";

/** Ends a key at once, in every process. One that is revoked stays so. @throws not found. */
export async function revokeApiKey(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant, now } = scope;
  const revoked = await db.apiKey.updateMany({
    where: { tenantId: tenant.id, id, revokedAt: null },
    data: { revokedAt: now },
  });
  if (revoked.count > 0) {
    await recordAuditEvent(scope, { action: "api_key.revoked", subject: "api_key", id });
    return;
  }
  const known = await db.apiKey.count({ where: { tenantId: tenant.id, id } });
  if (known === 0) throw notFound("API key");
}
