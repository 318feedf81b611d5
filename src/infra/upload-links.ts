import type { SigningKeys } from "./access-tokens.ts";
import type { UploadTerms } from "./object-store.ts";
import { createSignedLinks } from "./signed-links.ts";

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

export function createUploadLinks(keys: SigningKeys, clock: () => Date): UploadLinks {
  const links = createSignedLinks("upload+jwt", keys, clock);
  return {
    sign: async (tenantId, { uploadId, ...claims }, lifetime) =>
      (await links.sign(tenantId, uploadId, lifetime, { ...claims })).token,
    verify: async (token, tenantId) => {
      const found = await links.verify<Omit<UploadLink, "uploadId">>(token, tenantId);
      if (!found) return null;
      const { sub: uploadId, file, contentType, bytes } = found;
      return { uploadId, file, contentType, bytes };
    },
  };
}
