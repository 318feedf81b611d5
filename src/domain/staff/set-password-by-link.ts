import type { TenantScope } from "../../db/index.ts";
import type { DomainError } from "../errors.ts";
import type { EnterTenant } from "./enter-tenant.ts";
import { getStaff } from "./get-staff.ts";
import { assertNotOwnEmail, hashPassword } from "./password.ts";
import { findLink, type LinkPurpose, spendLink } from "./staff-links.ts";

interface LinkUse {
  purpose: LinkPurpose;
  /** Of whoever may use it; they are active afterwards. */
  status: "invited" | "active";
  notGood: () => DomainError;
  /** What else is done, in the transaction that sets the password. */
  andThen(scope: TenantScope, staff: { id: string; email: string }): Promise<void>;
}

/**
 * Sets the password of whoever holds a mailed link, which is used up. Only a good link is worth the
 * work of hashing a password.
 * @throws DomainError notGood, invalid for one's own e-mail address, busy.
 */
export async function setPasswordByLink(
  enter: EnterTenant,
  { token, password }: { token: string; password: string },
  { purpose, status, notGood, andThen }: LinkUse,
): Promise<void> {
  const tenantId = await enter(async (scope) => {
    const link = await findLink(scope, token, purpose);
    if (!link) throw notGood();
    const { email } = await getStaff(scope, link.staffId);
    assertNotOwnEmail("password", password, email);
    return scope.tenant.id;
  });
  const passwordHash = await hashPassword(password, tenantId);
  await enter(async (scope) => {
    const link = await spendLink(scope, token, purpose);
    if (!link) throw notGood();
    const changed = await scope.db.staff.updateManyAndReturn({
      where: { tenantId, id: link.staffId, status },
      data: { status: "active", passwordHash, passwordChangedAt: scope.now },
      select: { id: true, email: true },
    });
    const staff = changed[0];
    if (!staff) throw notGood();
    await andThen(scope, staff);
  });
}
