import type { TenantScope } from "../../db/index.ts";
import { conflict } from "../errors.ts";
import { newApiKey } from "./api-key-text.ts";
import { API_KEY_COLUMNS, type ApiKeyRow } from "./api-key-view.ts";
import { liveAt } from "./live-keys.ts";

/** Of one dealership at once. */
const MOST_KEYS = 100;

/** Any number that no other advisory lock on a tenant uses. */
const LOCK = 7_205_130;

interface KeyFields {
  name: string;
  scopes: string[];
  requestsPerMinute: number;
  expiresAt: Date | null;
  replacesId?: string;
}

/**
 * Makes a key and stores its hash; the key itself is told this once.
 * @throws DomainError conflict TOO_MANY_KEYS beyond 100 that are good.
 */
export async function issueApiKey(
  { db, tenant, actor, now }: TenantScope,
  fields: KeyFields,
): Promise<{ row: ApiKeyRow; key: string }> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${tenant.id}, ${LOCK}))`;
  const live = await db.apiKey.count({ where: { tenantId: tenant.id, ...liveAt(now) } });
  if (live >= MOST_KEYS) {
    throw conflict("TOO_MANY_KEYS", `There are ${MOST_KEYS} keys already. Revoke one first.`);
  }
  const { key, prefix, keyHash } = newApiKey();
  const createdById = actor.kind === "staff" ? actor.id : null;
  const row = await db.apiKey.create({
    data: { ...fields, tenantId: tenant.id, prefix, keyHash, createdById, createdAt: now },
    select: API_KEY_COLUMNS,
  });
  return { row, key };
}
