import { jwtVerify, SignJWT } from "jose";

const ISSUER = "autoleads";

export interface AccessTokens {
  /** Seconds a token is good for. */
  lifetime: number;
  sign(staffId: string, tenantId: string): Promise<string>;
  /** The staff member's id; null when the token is forged, expired or another tenant's. */
  verify(token: string, tenantId: string): Promise<string | null>;
}

/** HMAC-signed tokens whose audience is one tenant. */
export function createAccessTokens(secret: string, lifetime: number): AccessTokens {
  const key = new TextEncoder().encode(secret);
  return {
    lifetime,
    sign: (staffId, tenantId) =>
      new SignJWT()
        .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
        .setIssuer(ISSUER)
        .setAudience(tenantId)
        .setSubject(staffId)
        .setIssuedAt()
        .setExpirationTime(`${lifetime}s`)
        .sign(key),
    verify: async (token, tenantId) => {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ["HS256"],
          typ: "at+jwt",
          issuer: ISSUER,
          audience: tenantId,
          requiredClaims: ["sub", "exp"],
        });
        return payload.sub ?? null;
      } catch {
        return null;
      }
    },
  };
}
