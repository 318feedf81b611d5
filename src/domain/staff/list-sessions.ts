import type { TenantScope } from "../../db/index.ts";
import type { StaffActor } from "./find-actor.ts";
import type { LoginSession } from "./schemas.ts";

/** One's own logins that go on, the last used first. */
export async function listSessions(
  { db, tenant, now }: TenantScope,
  { id: staffId, sessionId }: StaffActor,
): Promise<LoginSession[]> {
  const rows = await db.session.findMany({
    where: { tenantId: tenant.id, staffId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: [{ lastUsedAt: "desc" }, { id: "desc" }],
    select: {
      ...{ id: true, device: true, ip: true },
      ...{ createdAt: true, lastUsedAt: true, expiresAt: true },
    },
  });
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.id === sessionId,
  }));
}
