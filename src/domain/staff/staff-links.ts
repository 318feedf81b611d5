import type { TenantScope } from "../../db/index.ts";
import { hashToken, newToken } from "../../infra/secrets.ts";

export type LinkPurpose = "invitation" | "password_reset";

/** How long a link is good, in minutes. */
const MINUTES: Record<LinkPurpose, number> = { invitation: 7 * 24 * 60, password_reset: 60 };

/** Makes a link for somebody; it replaces those of the same purpose. The token is told this once. */
export async function issueLink(
  { db, tenant, now }: TenantScope,
  staffId: string,
  purpose: LinkPurpose,
): Promise<{ token: string; expiresAt: Date }> {
  const token = newToken();
  const expiresAt = new Date(now.getTime() + MINUTES[purpose] * 60_000);
  await db.staffLink.deleteMany({ where: { tenantId: tenant.id, staffId, purpose } });
  await db.staffLink.create({
    data: {
      ...{ tenantId: tenant.id, staffId, purpose, expiresAt, createdAt: now },
      tokenHash: hashToken(token),
    },
    select: { id: true },
  });
  return { token, expiresAt };
}

const goodLink = ({ tenant, now }: TenantScope, token: string, purpose: LinkPurpose) => ({
  ...{ tenantId: tenant.id, tokenHash: hashToken(token), purpose },
  ...{ usedAt: null, expiresAt: { gt: now } },
});

/** Whose link this is; null when it is unknown, used or past its end. */
export async function findLink(
  scope: TenantScope,
  token: string,
  purpose: LinkPurpose,
): Promise<{ staffId: string } | null> {
  return scope.db.staffLink.findFirst({
    where: goodLink(scope, token, purpose),
    select: { staffId: true },
  });
}

/** Voids the links of somebody that were not used. */
export async function voidLinks({ db, tenant }: TenantScope, staffId: string): Promise<void> {
  await db.staffLink.deleteMany({ where: { tenantId: tenant.id, staffId, usedAt: null } });
}

/** Uses a link up: of several at once, one gets it. */
export async function spendLink(
  scope: TenantScope,
  token: string,
  purpose: LinkPurpose,
): Promise<{ staffId: string } | null> {
  const spent = await scope.db.staffLink.updateManyAndReturn({
    where: goodLink(scope, token, purpose),
    data: { usedAt: scope.now },
    select: { staffId: true },
  });
  return spent[0] ?? null;
}
