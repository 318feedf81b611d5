import { type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { SigningKeys } from "./access-tokens.ts";

const ISSUER = "autoleads";
const ALGORITHM = "EdDSA";

class UnknownKey extends Error {}

/**
 * Tokens of one type, each of one tenant, that open what they name for a while and nothing else.
 * @param type no other token has it, so that none stands for another.
 */
export function createSignedLinks(type: string, keys: SigningKeys, clock: () => Date) {
  return {
    /** @param lifetime in seconds. */
    sign: async (
      tenantId: string,
      subject: string,
      lifetime: number,
      claims: JWTPayload = {},
    ): Promise<{ token: string; expiresAt: Date }> => {
      const { id, privateKey } = await keys.current();
      const ends = Math.floor(clock().getTime() / 1000) + lifetime;
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, typ: type, kid: id })
        .setIssuer(ISSUER)
        .setAudience(tenantId)
        .setSubject(subject)
        .setExpirationTime(ends)
        .sign(privateKey);
      return { token, expiresAt: new Date(ends * 1000) };
    },
    /** Null when the token is forged, expired, of another type or another tenant's. */
    verify: async <Claims>(
      token: string,
      tenantId: string,
    ): Promise<(JWTPayload & Claims & { sub: string }) | null> => {
      try {
        const { payload } = await jwtVerify<Claims & { sub: string }>(
          token,
          async ({ kid }) => {
            const key = kid ? await keys.find(kid) : null;
            if (!key) throw new UnknownKey();
            return key;
          },
          {
            ...{ algorithms: [ALGORITHM], typ: type, issuer: ISSUER, audience: tenantId },
            ...{ requiredClaims: ["sub", "exp"], currentDate: clock() },
          },
        );
        return payload;
      } catch (error) {
        const isBad = (error as { code?: string }).code?.startsWith("ERR_J");
        if (error instanceof UnknownKey || isBad) return null;
        throw error;
      }
    },
  };
}
