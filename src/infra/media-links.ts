import { jwtVerify, SignJWT } from "jose";
import type { SigningKeys } from "./access-tokens.ts";

const ISSUER = "autoleads";
const ALGORITHM = "EdDSA";
/** A type of its own: no access token opens a file, and no link lets anybody in. */
const TYPE = "media+jwt";
/** Seconds. */
const LIFETIME = 300;

/** Tokens that stand for one file of one tenant and are good for five minutes. */
export interface MediaLinks {
  sign(tenantId: string, mediaId: string): Promise<{ token: string; expiresAt: Date }>;
  /** The file's id; null when the token is forged, expired or another tenant's. */
  verify(token: string, tenantId: string): Promise<string | null>;
}

class UnknownKey extends Error {}

export function createMediaLinks(keys: SigningKeys, clock: () => Date): MediaLinks {
  return {
    sign: async (tenantId, mediaId) => {
      const { id, privateKey } = await keys.current();
      const issued = Math.floor(clock().getTime() / 1000);
      const token = await new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: id })
        .setIssuer(ISSUER)
        .setAudience(tenantId)
        .setSubject(mediaId)
        .setExpirationTime(issued + LIFETIME)
        .sign(privateKey);
      return { token, expiresAt: new Date((issued + LIFETIME) * 1000) };
    },
    verify: async (token, tenantId) => {
      try {
        const { payload } = await jwtVerify(
          token,
          async ({ kid }) => {
            const key = kid ? await keys.find(kid) : null;
            if (!key) throw new UnknownKey();
            return key;
          },
          {
            ...{ algorithms: [ALGORITHM], typ: TYPE, issuer: ISSUER, audience: tenantId },
            ...{ requiredClaims: ["sub", "exp"], currentDate: clock() },
          },
        );
        return payload.sub ?? null;
      } catch (error) {
        const isBad = (error as { code?: string }).code?.startsWith("ERR_J");
        if (error instanceof UnknownKey || isBad) return null;
        throw error;
      }
    },
  };
}
