import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";
import { DomainError } from "../errors.ts";
import { hashPassword } from "./password.ts";
import type { AcceptInvitation } from "./schemas.ts";

type EnterTenant = <Result>(work: (scope: TenantScope) => Promise<Result>) => Promise<Result>;

const openInvitation = ({ tenant, now }: TenantScope, token: string) => ({
  tenantId: tenant.id,
  invitationHash: hashToken(token),
  invitationExpiresAt: { gt: now },
  status: "invited",
});

function assertFound(count: number): void {
  if (count === 1) return;
  throw new DomainError(
    "not_found",
    "INVITATION_NOT_FOUND",
    "This invitation is not known, used or past its end. Ask for a new one.",
  );
}

/**
 * Turns an invitation into an account. The token is good once and for 7 days; only a good one is
 * worth the work of hashing a password.
 * @throws DomainError not found INVITATION_NOT_FOUND.
 */
export async function acceptInvitation(
  enter: EnterTenant,
  { token, password }: AcceptInvitation,
): Promise<void> {
  assertFound(
    await enter((scope) => scope.db.staff.count({ where: openInvitation(scope, token) })),
  );
  const passwordHash = await hashPassword(password);
  const { count } = await enter((scope) =>
    scope.db.staff.updateMany({
      where: openInvitation(scope, token),
      data: { status: "active", passwordHash, invitationHash: null, invitationExpiresAt: null },
    }),
  );
  assertFound(count);
}
