import type { Role } from "../../src/domain/staff/permissions.ts";
import { hashToken, newToken } from "../../src/infra/secrets.ts";
import type { Filling } from "./attack-rows.ts";
import type { TestApp } from "./test-app.ts";

/** Puts something into every table that logins, links and keys are kept in. */
export async function addLogins(
  app: TestApp,
  { mark, insert, tenant }: Filling,
  staff: Record<Role | "inactive" | "invited", string>,
  invitationToken: string,
) {
  const refreshToken = newToken();
  const session_id = await insert("sessions", {
    ...{ staff_id: staff.owner, device: `Browser ${mark}`, ip: "192.0.2.1" },
    expires_at: "2100-01-01",
  });
  await insert("refresh_tokens", { session_id, token_hash: hashToken(refreshToken) });
  await insert("staff_links", {
    ...{ staff_id: staff.invited, purpose: "invitation", token_hash: hashToken(invitationToken) },
    expires_at: "2100-01-01",
  });
  const resetToken = newToken();
  await insert("staff_links", {
    ...{ staff_id: staff.admin, purpose: "password_reset", token_hash: hashToken(resetToken) },
    expires_at: "2100-01-01",
  });
  await insert("totp_credentials", {
    staff_id: staff.inactive,
    seed_sealed: await app.deps.keys.secrets.seal(tenant.id, "totp_credentials.seed_sealed", mark),
  });
  await insert("recovery_codes", { staff_id: staff.inactive, code_hash: hashToken(mark) });
  const apiKey = await insert("api_keys", {
    ...{ name: `Partner ${mark}`, prefix: `first${mark}`, key_hash: hashToken(mark) },
    ...{ scopes: [], requests_per_minute: 60, created_by_id: staff.owner },
  });
  await insert("api_keys", {
    ...{ name: `Partner ${mark}`, prefix: `second${mark}`, key_hash: hashToken(`2${mark}`) },
    ...{ scopes: [], requests_per_minute: 60, created_by_id: staff.owner, replaces_id: apiKey },
  });
  await insert("audit_events", {
    ...{ at: new Date(), actor_kind: "staff", actor_id: staff.owner, actor_name: `Actor ${mark}` },
    ...{ action: "car.created", subject_type: "car", after: { brand: `Brand ${mark}` } },
  });
  await insert("emails", { kind: "invitation", last_error: `Error ${mark}` });
  return { refreshToken, resetToken, session: session_id, apiKey };
}
