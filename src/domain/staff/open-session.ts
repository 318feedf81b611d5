import type { TenantScope } from "../../db/index.ts";
import type { AccessTokens } from "../../infra/access-tokens.ts";
import { hashToken, newToken } from "../../infra/secrets.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { Session, StaffMember } from "./schemas.ts";

/** Seconds a login goes on from its last use: 30 days. */
export const SESSION_LIFETIME = 30 * 86_400;

/** Logins kept of a person. A newer one pushes out those that have ended, then the longest unused. */
const KEPT = 50;

/** A session with its refresh token, which goes to the client in one way or another. */
export type OpenedSession = Session & { refreshToken: string };

/** When a session that is used now ends, unless it is used again. */
export const sessionEnd = (now: Date) => new Date(now.getTime() + SESSION_LIFETIME * 1000);

/** Opens a login of a staff member, on the device that asks, with its first tokens. */
export async function openSession(
  scope: TenantScope,
  tokens: AccessTokens,
  staff: StaffMember,
): Promise<OpenedSession> {
  const { db, tenant, now, origin } = scope;
  await db.$executeRaw`
    DELETE FROM sessions
    WHERE tenant_id = ${tenant.id}::uuid AND staff_id = ${staff.id}::uuid AND id NOT IN (
      SELECT id FROM sessions
      WHERE tenant_id = ${tenant.id}::uuid AND staff_id = ${staff.id}::uuid AND expires_at > ${now}
      ORDER BY revoked_at IS NULL DESC, last_used_at DESC, id DESC LIMIT ${KEPT - 1})`;
  const { id } = await db.session.create({
    data: {
      ...{ tenantId: tenant.id, staffId: staff.id, device: origin.device, ip: origin.ip },
      ...{ createdAt: now, lastUsedAt: now, expiresAt: sessionEnd(now) },
    },
    select: { id: true },
  });
  const actor = { kind: "staff", ...staff, sessionId: id } as const;
  await recordAuditEvent({ ...scope, actor }, { action: "session.opened", subject: "session", id });
  return issueTokens(scope, tokens, staff, id);
}

/** Gives a session its next refresh token, and an access token. */
export async function issueTokens(
  { db, tenant }: TenantScope,
  tokens: AccessTokens,
  staff: StaffMember,
  sessionId: string,
): Promise<OpenedSession> {
  const refreshToken = newToken();
  await db.refreshToken.create({
    data: { tenantId: tenant.id, sessionId, tokenHash: hashToken(refreshToken) },
    select: { id: true },
  });
  const accessToken = await tokens.sign({ staffId: staff.id, tenantId: tenant.id, sessionId });
  return { accessToken, expiresIn: tokens.lifetime, refreshToken, staff };
}
