import type { Actor, TenantScope } from "../../db/index.ts";
import type { TwoFactorState } from "./two-factor/schemas.ts";

export type StaffActor = Extract<Actor, { kind: "staff" }> & { twoFactor: TwoFactorState };

interface Row {
  id: string;
  name: string;
  role: string;
  enabled: boolean;
  required: boolean;
}

/** The active staff member of a login that goes on; null when there is none. */
export async function findActor(
  { db, tenant, now }: TenantScope,
  { staffId, sessionId }: { staffId: string; sessionId: string },
): Promise<StaffActor | null> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT s.id, s.name, s.role, t.confirmed_at IS NOT NULL AS enabled,
      coalesce(s.role = ANY (x.two_factor_roles), false) AS required
    FROM sessions l
    JOIN staff s ON s.tenant_id = l.tenant_id AND s.id = l.staff_id
    LEFT JOIN totp_credentials t ON t.tenant_id = s.tenant_id AND t.staff_id = s.id
    LEFT JOIN security_settings x ON x.tenant_id = s.tenant_id
    WHERE l.tenant_id = ${tenant.id}::uuid AND l.id = ${sessionId}::uuid
      AND l.staff_id = ${staffId}::uuid AND l.revoked_at IS NULL AND l.expires_at > ${now}
      AND s.status = 'active'`;
  const row = rows[0];
  if (!row) return null;
  const { enabled, required, ...staff } = row;
  return { kind: "staff", ...staff, sessionId, twoFactor: { enabled, required } };
}
