import type { TenantScope } from "../../db/index.ts";
import { hashToken } from "../../infra/secrets.ts";
import { DomainError } from "../errors.ts";

/**
 * Turns an invitation into an account. The token is good once and for 7 days.
 * @throws DomainError not found INVITATION_NOT_FOUND.
 */
export async function acceptInvitation(
  scope: TenantScope,
  token: string,
  passwordHash: string,
): Promise<void> {
  const { count } = await scope.db.staff.updateMany({
    where: {
      tenantId: scope.tenant.id,
      invitationHash: hashToken(token),
      invitationExpiresAt: { gt: scope.now },
      status: "invited",
    },
    data: { status: "active", passwordHash, invitationHash: null, invitationExpiresAt: null },
  });
  if (count === 1) return;
  throw new DomainError(
    "not_found",
    "INVITATION_NOT_FOUND",
    "This invitation is not known, used or past its end. Ask for a new one.",
  );
}
