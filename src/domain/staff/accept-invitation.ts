import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { DomainError } from "../errors.ts";
import type { EnterTenant } from "./enter-tenant.ts";
import { getStaff } from "./get-staff.ts";
import { assertNotOwnEmail, hashPassword } from "./password.ts";
import type { AcceptInvitation } from "./schemas.ts";
import { findLink, spendLink } from "./staff-links.ts";

const notGood = () =>
  new DomainError(
    "not_found",
    "INVITATION_NOT_FOUND",
    "This invitation is not known, used or past its end. Ask for a new one.",
  );

/**
 * Turns an invitation into an account. The token is good once and for 7 days; only a good one is
 * worth the work of hashing a password.
 * @throws DomainError not found INVITATION_NOT_FOUND, invalid, busy.
 */
export async function acceptInvitation(
  enter: EnterTenant,
  { token, password }: AcceptInvitation,
): Promise<void> {
  const tenantId = await enter(async (scope) => {
    const link = await findLink(scope, token, "invitation");
    if (!link) throw notGood();
    const { email } = await getStaff(scope, link.staffId);
    assertNotOwnEmail("password", password, email);
    return scope.tenant.id;
  });
  const passwordHash = await hashPassword(password, tenantId);
  await enter(async (scope) => {
    const { db, tenant, now } = scope;
    const link = await spendLink(scope, token, "invitation");
    const joined =
      link &&
      (await db.staff.updateManyAndReturn({
        where: { tenantId: tenant.id, id: link.staffId, status: "invited" },
        data: { status: "active", passwordHash, passwordChangedAt: now },
        select: { id: true },
      }));
    const id = joined?.[0]?.id;
    if (!id) throw notGood();
    await recordAuditEvent(scope, { action: "staff.joined", subject: "staff", id });
  });
}
