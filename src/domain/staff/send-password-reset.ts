import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { nextEmailAt } from "../emails/email-limit.ts";
import { mailLink, type Postbox } from "./link-mails.ts";
import { issueLink } from "./staff-links.ts";

/**
 * Sends a link to the active member of staff whose address has this SHA-256, in base64url; to
 * nobody when there is none, or when the address had its share of such mail.
 */
export async function sendPasswordReset(
  scope: TenantScope,
  postbox: Postbox,
  accountHash: string,
): Promise<void> {
  const { db, tenant } = scope;
  const rows = await db.$queryRaw<{ id: string; name: string; email: string }[]>`
    SELECT id, name, email FROM staff
    WHERE tenant_id = ${tenant.id}::uuid AND status = 'active'
      AND sha256(convert_to(email, 'UTF8')) = ${Buffer.from(accountHash, "base64url")}
    FOR UPDATE`;
  const staff = rows[0];
  if (!staff || (await nextEmailAt(scope, "password_reset", staff.email))) return;
  const link = await issueLink(scope, staff.id, "password_reset");
  await mailLink(scope, postbox, "password_reset", { ...staff, ...link });
  await recordAuditEvent(scope, {
    ...{ action: "password.reset_requested", subject: "staff", id: staff.id },
  });
}
