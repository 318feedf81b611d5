import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits in 43 characters that need no escaping in an address. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** SHA-256: enough for a token of 256 random bits, never for a password. */
export const hashToken = (token: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(token).digest());

/** Compares two hashes in a time that does not depend on where they differ. */
export const sameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);
