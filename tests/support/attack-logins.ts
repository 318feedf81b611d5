import { TOTP } from "otpauth";
import { newApiKey } from "../../src/domain/api-keys/api-key-text.ts";
import type { Role } from "../../src/domain/staff/permissions.ts";
import { API_KEY_SCOPES } from "../../src/domain/staff/permissions.ts";
import { hashToken, newToken } from "../../src/infra/secrets.ts";
import { newTotpSeed } from "../../src/infra/totp.ts";
import type { Filling, Insert } from "./attack-rows.ts";
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
  const ofKeys = await addKeys(mark, insert, staff.owner);
  await insert("audit_events", {
    ...{ at: new Date(), actor_kind: "staff", actor_id: staff.owner, actor_name: `Actor ${mark}` },
    ...{ action: "car.created", subject_type: "car", after: { brand: `Brand ${mark}` } },
  });
  await insert("emails", {
    ...{ kind: "invitation", recipient_hash: hashToken(mark), last_error: `Error ${mark}` },
  });
  return { refreshToken, resetToken, session: session_id, ...ofKeys };
}

/** API keys: one that may do all that a key may, others with a flaw. */
async function addKeys(mark: string, insert: Insert, ownerId: string) {
  const add = async (scopes: readonly string[], more = {}) => {
    const { key, prefix, keyHash } = newApiKey();
    const id = await insert("api_keys", {
      ...{ name: `Partner ${mark}`, key_hash: keyHash, requests_per_minute: 6_000 },
      ...{ prefix, scopes, created_by_id: ownerId },
      // Its use is noted once a minute, which is no change that an attack has made.
      last_used_at: "2100-01-01",
      ...more,
    });
    return { id, key };
  };
  const full = await add(API_KEY_SCOPES);
  const bare = await add([], { replaces_id: full.id });
  const revoked = await add(API_KEY_SCOPES, { revoked_at: new Date() });
  const expired = await add(API_KEY_SCOPES, { expires_at: new Date() });
  const keys = { full: full.key, bare: bare.key, revoked: revoked.key, expired: expired.key };
  const spare = await add([]);
  return { apiKey: full.id, spareApiKey: spare.id, keys };
}

/** Staff whose logins a request changes, each for one request, named by what it does. */
export const CHANGING = [
  "changesPassword",
  "endsLogins",
  "endsOneLogin",
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
    if (/Password|Login|starts/.test(name)) continue;
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
  const addLogin = (staff_id: string) =>
    insert("sessions", { staff_id, device: `Phone ${mark}`, expires_at: "2100-01-01" });
  await addLogin(changing.endsLogins);
  const ownSession = await addLogin(changing.endsOneLogin);
  const challenge = await forgeToken(app, {
    ...{ sub: changing.takesSecondStep, aud: tenant.id, sid: ownSession },
    ...{ typ: "2fa+jwt", life: 36_000 },
  });
  const code = () => new TOTP({ secret: seed }).generate();
  return { changing, changingPassword: password, code, ownSession, challenge };
}
