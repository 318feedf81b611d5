import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict, notFound } from "../errors.ts";
import { apiKeyView } from "./api-key-view.ts";
import { issueApiKey } from "./issue-api-key.ts";
import type { IssuedApiKey } from "./schemas.ts";

interface FormerKey {
  name: string;
  scopes: string[];
  requestsPerMinute: number;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** Reads a key and holds its row until the transaction ends. @throws DomainError not found. */
async function lockKey({ db, tenant }: TenantScope, id: string): Promise<FormerKey> {
  const rows = await db.$queryRaw<FormerKey[]>`
    SELECT name, scopes, requests_per_minute AS "requestsPerMinute", expires_at AS "expiresAt",
      revoked_at AS "revokedAt"
    FROM api_keys WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid FOR UPDATE`;
  const row = rows[0];
  if (!row) throw notFound("API key");
  return row;
}

/**
 * Makes a key with the same name, scopes, limit and end as another, which stays good for some
 * hours more, or until its own end where that is sooner.
 * @throws DomainError not found; conflict KEY_ENDED for a key that is not good any more,
 * KEY_REPLACED for one that has its successor, TOO_MANY_KEYS.
 */
export async function rotateApiKey(
  scope: TenantScope,
  id: string,
  overlapHours: number,
): Promise<IssuedApiKey> {
  const { db, tenant, now } = scope;
  const { revokedAt, ...former } = await lockKey(scope, id);
  if (revokedAt || (former.expiresAt && former.expiresAt <= now)) {
    throw conflict("KEY_ENDED", "This key is not good any more. Make a new one.");
  }
  // A statement of its own: one that waited for the row would not see what was made meanwhile.
  const successors = await db.apiKey.count({ where: { tenantId: tenant.id, replacesId: id } });
  if (successors > 0) throw conflict("KEY_REPLACED", "This key has a successor. Rotate that one.");
  const { row, key } = await issueApiKey(scope, { ...former, replacesId: id });
  const overlapEnd = new Date(now.getTime() + overlapHours * 3_600_000);
  const expiresAt =
    former.expiresAt && former.expiresAt < overlapEnd ? former.expiresAt : overlapEnd;
  await db.apiKey.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { expiresAt },
    select: { id: true },
  });
  await recordAuditEvent(scope, {
    ...{ action: "api_key.rotated", subject: "api_key", id },
    before: { expiresAt: former.expiresAt },
    after: { expiresAt, replacedBy: row.id },
  });
  return { ...apiKeyView(row), key };
}
