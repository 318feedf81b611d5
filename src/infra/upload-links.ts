import { jwtVerify, SignJWT } from "jose";
import type { SigningKeys } from "./access-tokens.ts";
import type { UploadTerms } from "./object-store.ts";

const ISSUER = "autoleads";
const ALGORITHM = "EdDSA";
/** A type of its own: no other token takes a file, and this one opens nothing. */
const TYPE = "upload+jwt";

/** One file of a tenant's upload. */
export interface UploadLink extends UploadTerms {
  uploadId: string;
  /** Among its files, from 0. */
  file: number;
}

/** Tokens that let whoever has them bring one file of one tenant. */
export interface UploadLinks {
  /** @param lifetime in seconds. */
  sign(tenantId: string, link: UploadLink, lifetime: number): Promise<string>;
  /** Null when the token is forged, expired or another tenant's. */
  verify(token: string, tenantId: string): Promise<UploadLink | null>;
}

class UnknownKey extends Error {}

export function createUploadLinks(keys: SigningKeys, clock: () => Date): UploadLinks {
  return {
    sign: async (tenantId, { uploadId, ...claims }, lifetime) => {
      const { id, privateKey } = await keys.current();
      const issued = Math.floor(clock().getTime() / 1000);
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: id })
        .setIssuer(ISSUER)
        .setAudience(tenantId)
        .setSubject(uploadId)
        .setExpirationTime(issued + lifetime)
        .sign(privateKey);
    },
    verify: async (token, tenantId) => {
      try {
        const { payload } = await jwtVerify<UploadLink>(
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
        const { sub: uploadId = "", file, contentType, bytes } = payload;
        return { uploadId, file, contentType, bytes };
      } catch (error) {
        const isBad = (error as { code?: string }).code?.startsWith("ERR_J");
        if (error instanceof UnknownKey || isBad) return null;
        throw error;
      }
    },
  };
}
