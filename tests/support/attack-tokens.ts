import { SignJWT, UnsecuredJWT } from "jose";
import { createAccessTokens } from "../../src/infra/access-tokens.ts";
import type { Dealership } from "./attack-dealership.ts";
import { JWT_SECRET, type TestApp } from "./test-app.ts";

/** Tokens that are no good at the host of `of`, each by its flaw. */
export async function badTokens(
  app: TestApp,
  of: Dealership,
  other: Dealership,
): Promise<Record<string, string>> {
  const right = { sub: of.staff.owner, aud: of.id, iss: "autoleads", typ: "at+jwt", life: 900 };
  const key = new TextEncoder().encode(JWT_SECRET);
  const token = (wrong: Partial<typeof right> & { alg?: string; key?: Uint8Array } = {}) => {
    const { sub, aud, iss, typ, life } = { ...right, ...wrong };
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: wrong.alg ?? "HS256", typ })
      .setSubject(sub)
      .setAudience(aud)
      .setIssuer(iss)
      .setIssuedAt(now - 1_000)
      .setExpirationTime(now + life)
      .sign(wrong.key ?? key);
  };
  const good = await token();
  if ((await app.deps.accessTokens.verify(good, of.id)) !== of.staff.owner) {
    throw new Error("a token without a flaw must be good, or the flaws prove nothing");
  }
  const [head, payload, signature = ""] = good.split(".");
  const unsigned = new UnsecuredJWT().setSubject(right.sub).setAudience(right.aud);
  const otherKey = "another secret, 32 bytes or more long";
  return {
    none: "",
    garbage: "x.y.z",
    expired: await token({ life: -1 }),
    "of another key": await createAccessTokens(otherKey, 900).sign(of.staff.owner, of.id),
    "of the empty key": await token({ key: new Uint8Array(32) }),
    "alg none": unsigned.setIssuer(right.iss).setExpirationTime("1h").encode(),
    "without its signature": `${head}.${payload}.`,
    "signature changed": `${head}.${payload}.${signature.replace(/^./, (first) => (first === "A" ? "B" : "A"))}`,
    "of another algorithm": await token({ alg: "HS512" }),
    "of another kind": await token({ typ: "JWT" }),
    "of another issuer": await token({ iss: "somebody" }),
    "of the other tenant": other.tokens.owner,
    "of the other tenant, for an id that is here too": other.tokens.twin,
    "of the other tenant's staff": await token({ sub: other.staff.owner }),
    "of nobody": await token({ sub: crypto.randomUUID() }),
    "of somebody deactivated": of.tokens.inactive,
    "of somebody only invited": of.tokens.invited,
  };
}
