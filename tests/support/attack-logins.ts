import { TOTP } from "otpauth";
import type { Role } from "../../src/domain/staff/permissions.ts";
import { hashToken, newToken } from "../../src/infra/secrets.ts";
import { newTotpSeed } from "../../src/infra/totp.ts";
import type { Filling } from "./attack-rows.ts";
import { forgeToken } from "./forge-token.ts";
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
  await insert("emails", {
    ...{ kind: "invitation", recipient_hash: hashToken(mark), last_error: `Error ${mark}` },
  });
  return { refreshToken, resetToken, session: session_id, apiKey };
}

/** Staff whose logins a request changes, each for one request, named by what it does. */
const CHANGING = [
  "changesPassword",
  "endsLogins",
  "startsTwoFactor",
  "confirmsTwoFactor",
  "renewsCodes",
  "endsTwoFactor",
  "takesSecondStep",
] as const;
export type Changing = (typeof CHANGING)[number];

/** Adds them, all with one password and one secret for their authenticator apps. */
export async function addChanging(app: TestApp, { mark, insert, tenant }: Filling) {
  const password = `Password of ${mark}`;
  const cheap = { algorithm: "argon2id", memoryCost: 8, timeCost: 1 } as const;
  const password_hash = await Bun.password.hash(password, cheap);
  const seed = newTotpSeed();
  const changing = {} as Record<Changing, string>;
  for (const name of CHANGING) {
    changing[name] = await insert("staff", {
      ...{ email: `${name.toLowerCase()}@${mark}.test`, name: `${name} ${mark}`, role: "sales" },
      ...{ password_hash, status: "active" },
    });
    if (["changesPassword", "endsLogins", "startsTwoFactor"].includes(name)) continue;
    await insert("totp_credentials", {
      staff_id: changing[name],
      seed_sealed: await app.deps.keys.secrets.seal(
        tenant.id,
        "totp_credentials.seed_sealed",
        seed,
      ),
      confirmed_at: name === "confirmsTwoFactor" ? null : new Date(),
    });
  }
  const ownSession = await insert("sessions", {
    ...{ staff_id: changing.endsLogins, device: `Phone ${mark}`, expires_at: "2100-01-01" },
  });
  const challenge = await forgeToken(app, {
    ...{ sub: changing.takesSecondStep, aud: tenant.id, sid: ownSession },
    ...{ typ: "2fa+jwt", life: 36_000 },
  });
  const code = () => new TOTP({ secret: seed }).generate();
  return { changing, changingPassword: password, code, ownSession, challenge };
}
