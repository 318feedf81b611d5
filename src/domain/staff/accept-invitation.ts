import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { DomainError } from "../errors.ts";
import { hashPassword } from "./password.ts";
import type { AcceptInvitation } from "./schemas.ts";
import { findLink, spendLink } from "./staff-links.ts";

type EnterTenant = <Result>(work: (scope: TenantScope) => Promise<Result>) => Promise<Result>;

const notGood = () =>
  new DomainError(
    "not_found",
    "INVITATION_NOT_FOUND",
    "This invitation is not known, used or past its end. Ask for a new one.",
  );

/**
 * Turns an invitation into an account. The token is good once and for 7 days; only a good one is
 * worth the work of hashing a password.
 * @throws DomainError not found INVITATION_NOT_FOUND.
 */
export async function acceptInvitation(
  enter: EnterTenant,
  { token, password }: AcceptInvitation,
): Promise<void> {
  if (!(await enter((scope) => findLink(scope, token, "invitation")))) throw notGood();
  const passwordHash = await hashPassword(password);
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
