import { type CryptoKey, SignJWT } from "jose";
import type { TestApp } from "./test-app.ts";

export interface Claims {
  sub: string;
  aud: string;
  sid: string;
  iss?: string;
  typ?: string;
  alg?: string;
  kid?: string;
  /** Seconds from now until it expires. */
  life?: number;
  key?: CryptoKey | Uint8Array;
}

/** An access token that says what it is told to, signed with the installation's key unless told. */
export async function forgeToken(app: TestApp, claims: Claims): Promise<string> {
  const signing = await app.deps.keys.signing.current();
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ sid: claims.sid })
    .setProtectedHeader({
      alg: claims.alg ?? "EdDSA",
      typ: claims.typ ?? "at+jwt",
      kid: claims.kid ?? signing.id,
    })
    .setSubject(claims.sub)
    .setAudience(claims.aud)
    .setIssuer(claims.iss ?? "autoleads")
    .setIssuedAt(now - 1_000)
    .setExpirationTime(now + (claims.life ?? 900))
    .sign(claims.key ?? signing.privateKey);
}
