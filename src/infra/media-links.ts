import type { SigningKeys } from "./access-tokens.ts";
import { createSignedLinks } from "./signed-links.ts";

/** Seconds. */
const LIFETIME = 300;

/** Tokens that stand for one file of one tenant and are good for five minutes. */
export interface MediaLinks {
  sign(tenantId: string, mediaId: string): Promise<{ token: string; expiresAt: Date }>;
  /** The file's id; null when the token is forged, expired or another tenant's. */
  verify(token: string, tenantId: string): Promise<string | null>;
}

export function createMediaLinks(keys: SigningKeys, clock: () => Date): MediaLinks {
  const links = createSignedLinks("media+jwt", keys, clock);
  return {
    sign: (tenantId, mediaId) => links.sign(tenantId, mediaId, LIFETIME),
    verify: async (token, tenantId) => (await links.verify(token, tenantId))?.sub ?? null,
  };
}
