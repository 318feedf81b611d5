import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from "jose";

const ISSUER = "autoleads";
const ALGORITHM = "EdDSA";

export interface SigningKey {
  /** The key's id, `kid` in a token's header. */
  id: string;
  privateKey: CryptoKey;
}

/** Where tokens get their keys from; the keys change while the process runs. */
export interface SigningKeys {
  current(): Promise<SigningKey>;
  /** What verifies the signatures of a key; null when there is none of this id. */
  find(id: string): Promise<CryptoKey | null>;
}

/** What a token is good for: calls, or the second step of a login. */
export type TokenUse = "access" | "second_factor";

export interface TokenClaims {
  staffId: string;
  tenantId: string;
  /** The login that an access token belongs to. */
  sessionId?: string;
}

export interface AccessTokens {
  /** Seconds an access token is good for. */
  lifetime: number;
  /** Seconds a challenge is good for. */
  challengeLifetime: number;
  sign(claims: TokenClaims & { sessionId: string }): Promise<string>;
  /** Null when the token is forged, expired or another tenant's. */
  verify(token: string, tenantId: string): Promise<{ staffId: string; sessionId: string } | null>;
  /** For somebody whose password was right and who owes a second factor; good for 5 minutes. */
  signChallenge(claims: TokenClaims): Promise<string>;
  /** Null as above; issuedAt tells of a password that was changed since. */
  verifyChallenge(
    token: string,
    tenantId: string,
  ): Promise<{ staffId: string; issuedAt: Date } | null>;
}

/** Seconds to find a telephone and type six digits. */
const CHALLENGE_LIFETIME = 300;

const TYPES: Record<TokenUse, string> = { access: "at+jwt", second_factor: "2fa+jwt" };

/** Ed25519 key pair, as JWKs. */
export async function newSigningKey(): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  const pair = await generateKeyPair(ALGORITHM, { crv: "Ed25519", extractable: true });
  return {
    privateJwk: await exportJWK(pair.privateKey),
    publicJwk: await exportJWK(pair.publicKey),
  };
}

/** @throws when the JWK is no Ed25519 key. */
export async function readSigningKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new Error("a signing key must be asymmetric");
  return key;
}

/** Ed25519 tokens (RFC 8037) whose audience is one tenant, with the key's id in the header. */
export function createAccessTokens(keys: SigningKeys, lifetime: number): AccessTokens {
  async function sign(use: TokenUse, { staffId, tenantId, sessionId }: TokenClaims, life: number) {
    const { id, privateKey } = await keys.current();
    return new SignJWT(sessionId ? { sid: sessionId } : {})
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPES[use], kid: id })
      .setIssuer(ISSUER)
      .setAudience(tenantId)
      .setSubject(staffId)
      .setIssuedAt()
      .setExpirationTime(`${life}s`)
      .sign(privateKey);
  }

  async function verify(use: TokenUse, token: string, tenantId: string) {
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = kid ? await keys.find(kid) : null;
          if (!key) throw new UnknownKey();
          return key;
        },
        {
          algorithms: [ALGORITHM],
          typ: TYPES[use],
          issuer: ISSUER,
          audience: tenantId,
          requiredClaims: ["sub", "exp", "iat"],
        },
      );
      return payload;
    } catch (error) {
      if (error instanceof UnknownKey || (error as { code?: string }).code?.startsWith("ERR_J")) {
        return null;
      }
      throw error;
    }
  }

  return {
    lifetime,
    challengeLifetime: CHALLENGE_LIFETIME,
    sign: (claims) => sign("access", claims, lifetime),
    verify: async (token, tenantId) => {
      const payload = await verify("access", token, tenantId);
      const { sub, sid } = payload ?? {};
      return isUuid(sub) && isUuid(sid) ? { staffId: sub, sessionId: sid } : null;
    },
    signChallenge: (claims) => sign("second_factor", claims, CHALLENGE_LIFETIME),
    verifyChallenge: async (token, tenantId) => {
      const payload = await verify("second_factor", token, tenantId);
      if (!payload?.iat || !isUuid(payload.sub)) return null;
      return { staffId: payload.sub, issuedAt: new Date(payload.iat * 1000) };
    },
  };
}

const isUuid = (claim: unknown): claim is string =>
  typeof claim === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(claim);

class UnknownKey extends Error {}
