import { type TenantScope, uniqueViolation } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict } from "../errors.ts";
import { assertMayManage } from "./assert-may-manage.ts";
import { mailLink, type Postbox } from "./link-mails.ts";
import { allows } from "./permissions.ts";
import type { NewInvitation, StaffMember } from "./schemas.ts";
import { issueLink } from "./staff-links.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

/**
 * Invites somebody by mail, or invites them anew while they have not accepted.
 * @throws DomainError conflict EMAIL_TAKEN, forbidden when an admin invites an owner, too_many
 * TOO_MANY_EMAILS.
 */
export async function inviteStaff(
  scope: TenantScope,
  postbox: Postbox,
  { name, email, role, phone }: NewInvitation,
): Promise<{ staff: StaffMember; expiresAt: string }> {
  const { db, tenant } = scope;
  assertMayManage(scope, role);
  const renewed = await db.staff.updateManyAndReturn({
    where: { tenantId: tenant.id, email, passwordHash: null, ...notOwnerFor(scope) },
    data: { name, role, phone, status: "invited" },
    select: STAFF_COLUMNS,
  });
  const row =
    renewed[0] ??
    (await db.staff
      .create({
        data: { tenantId: tenant.id, email, status: "invited", name, role, phone },
        select: STAFF_COLUMNS,
      })
      .catch((error: unknown) => {
        if (!uniqueViolation(error)) throw error;
        throw conflict("EMAIL_TAKEN", "Somebody with this e-mail address already works here.");
      }));
  const link = await issueLink(scope, row.id, "invitation");
  await mailLink(scope, postbox, "invitation", { name, email, ...link });
  const after = { email, name, role, phone };
  await recordAuditEvent(scope, { action: "staff.invited", subject: "staff", id: row.id, after });
  return { staff: staffView(row), expiresAt: link.expiresAt.toISOString() };
}

/** An admin may not turn an invited owner into something else. */
function notOwnerFor({ actor }: TenantScope) {
  return allows(actor, "staff:owners") ? {} : { role: { not: "owner" } };
}
