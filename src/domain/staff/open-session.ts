import type { TenantScope } from "../../db/index.ts";
import type { AccessTokens } from "../../infra/access-tokens.ts";
import { hashToken, newToken } from "../../infra/secrets.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { Session, StaffMember } from "./schemas.ts";

const SESSION_DAYS = 30;

/** When a session that is used now ends, unless it is used again. */
export const sessionEnd = (now: Date) => new Date(now.getTime() + SESSION_DAYS * 86_400_000);

/** Opens a login of a staff member, on the device that asks, with its first tokens. */
export async function openSession(
  scope: TenantScope,
  tokens: AccessTokens,
  staff: StaffMember,
): Promise<Session> {
  const { db, tenant, now, origin } = scope;
  await db.session.deleteMany({
    where: { tenantId: tenant.id, staffId: staff.id, expiresAt: { lt: now } },
  });
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
): Promise<Session> {
  const refreshToken = newToken();
  await db.refreshToken.create({
    data: { tenantId: tenant.id, sessionId, tokenHash: hashToken(refreshToken) },
    select: { id: true },
  });
  const accessToken = await tokens.sign({ staffId: staff.id, tenantId: tenant.id, sessionId });
  return { accessToken, expiresIn: tokens.lifetime, refreshToken, staff };
}
