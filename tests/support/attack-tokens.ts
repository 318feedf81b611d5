import { decodeJwt, generateKeyPair, UnsecuredJWT } from "jose";
import { newApiKey } from "../../src/domain/api-keys/api-key-text.ts";
import { newToken } from "../../src/infra/secrets.ts";
import type { Dealership } from "./attack-dealership.ts";
import { type Claims, forgeToken } from "./forge-token.ts";
import type { TestApp } from "./test-app.ts";

/** Tokens that are no good at the host of `of`, each by its flaw. */
export async function badTokens(
  app: TestApp,
  of: Dealership,
  other: Dealership,
): Promise<Record<string, string>> {
  const sid = String(decodeJwt(of.tokens.owner)["sid"]);
  const right = { sub: of.staff.owner, aud: of.id, sid };
  const token = (wrong: Partial<Claims> = {}) => forgeToken(app, { ...right, ...wrong });
  const good = await token();
  if ((await app.deps.accessTokens.verify(good, of.id))?.staffId !== of.staff.owner) {
    throw new Error("a token without a flaw must be good, or the flaws prove nothing");
  }
  const [head, payload, signature = ""] = good.split(".");
  const otherKey = (await generateKeyPair("EdDSA", { crv: "Ed25519" })).privateKey;
  const [published] = await app.deps.keys.publicKeys();
  const unsigned = new UnsecuredJWT({ sid }).setSubject(right.sub).setAudience(right.aud);
  return {
    none: "",
    garbage: "x.y.z",
    expired: await token({ life: -1 }),
    "of another key": await token({ key: otherKey }),
    "of a key that is not known": await token({ key: otherKey, kid: "sig-unknown" }),
    "of no key": await token({ kid: "" }),
    "of the public key, as if it were a shared secret": await token({
      alg: "HS256",
      key: new TextEncoder().encode(published?.x.padEnd(32, "x")),
    }),
    "alg none": unsigned.setIssuer("autoleads").setExpirationTime("1h").encode(),
    "without its signature": `${head}.${payload}.`,
    "signature changed": `${head}.${payload}.${signature.replace(/^./, (first) => (first === "A" ? "B" : "A"))}`,
    "of another kind": await token({ typ: "JWT" }),
    "of a login that is only half done": await app.deps.accessTokens.signChallenge({
      staffId: of.staff.owner,
      tenantId: of.id,
    }),
    "of another issuer": await token({ iss: "somebody" }),
    "of the other tenant": other.tokens.owner,
    "of the other tenant, for an id that is here too": other.tokens.twin,
    "of the other tenant's staff": await token({ sub: other.staff.owner }),
    "of the other tenant's login": await token({ sid: other.session }),
    "of somebody else's login": await token({ sub: of.staff.admin }),
    "of a login that is not known": await token({ sid: crypto.randomUUID() }),
    "of a login without a form": await token({ sid: "x" }),
    "of nobody": await token({ sub: crypto.randomUUID() }),
    "of somebody deactivated": of.tokens.inactive,
    "of somebody only invited": of.tokens.invited,
    ...badKeys(of, other),
  };
}

/** API keys that are no good at the host of `of`. */
export function badKeys(of: Dealership, other: Dealership): Record<string, string> {
  const prefix = of.keys.full.slice(0, "alk_123456789012".length);
  return {
    "API key of the other tenant": other.keys.full,
    "API key revoked": of.keys.revoked,
    "API key expired": of.keys.expired,
    "API key with another secret": `${prefix}_${newToken()}`,
    "API key with the secret of another": `${prefix}${of.keys.bare.slice(prefix.length)}`,
    "API key of an unknown prefix": newApiKey().key,
    "API key cut short": of.keys.full.slice(0, -1),
    "API key in part": prefix,
    "API key without a prefix": `alk_${newToken()}`,
  };
}
