import type { Actor, TenantScope } from "../../db/index.ts";
import { hashToken, sameHash } from "../../infra/secrets.ts";
import { prefixOf } from "./api-key-text.ts";
import { liveAt } from "./live-keys.ts";

/** Milliseconds between two notes of a key's use: one write a minute, however many requests. */
const NOTED_EVERY = 60_000;

/** Compared where no key has the prefix, so that the work is the same. */
const NO_HASH = new Uint8Array(32);

export interface KnownKey {
  actor: Extract<Actor, { kind: "api_key" }>;
  requestsPerMinute: number;
}

/** Who calls by a key of this tenant that is good now; null when there is none. */
export async function findApiKey(scope: TenantScope, key: string): Promise<KnownKey | null> {
  const { db, tenant, now } = scope;
  const where = { tenantId_prefix: { tenantId: tenant.id, prefix: prefixOf(key) ?? "" } };
  const row = await db.apiKey.findUnique({
    where: { ...where, ...liveAt(now) },
    select: {
      ...{ id: true, name: true, scopes: true, requestsPerMinute: true },
      ...{ keyHash: true, lastUsedAt: true },
    },
  });
  const isRight = sameHash(row?.keyHash ?? NO_HASH, hashToken(key));
  if (!row || !isRight) return null;
  const { id, name, scopes, requestsPerMinute, lastUsedAt } = row;
  const noted = new Date(now.getTime() - NOTED_EVERY);
  if (!lastUsedAt || lastUsedAt <= noted) {
    await db.apiKey.updateMany({
      where: {
        ...{ tenantId: tenant.id, id },
        OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: noted } }],
      },
      data: { lastUsedAt: now },
    });
  }
  return { actor: { kind: "api_key", id, name, scopes }, requestsPerMinute };
}
