import type { Actor, TenantScope } from "../../db/index.ts";

export type StaffActor = Extract<Actor, { kind: "staff" }>;

/** The active staff member of a login that goes on; null when there is none. */
export async function findActor(
  { db, tenant, now }: TenantScope,
  { staffId, sessionId }: { staffId: string; sessionId: string },
): Promise<StaffActor | null> {
  const session = await db.session.findUnique({
    where: {
      tenantId_id: { tenantId: tenant.id, id: sessionId },
      ...{ staffId, revokedAt: null, expiresAt: { gt: now } },
      staff: { status: "active" },
    },
    select: { staff: { select: { id: true, name: true, role: true } } },
  });
  return session && { kind: "staff", ...session.staff, sessionId };
}
