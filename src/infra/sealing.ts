import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Bytes, as NIST SP 800-38D recommends for GCM. */
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** A new key of 256 random bits. */
export const newSealingKey = (): Uint8Array => randomBytes(32);

/** 256 bits for one use of a secret that serves several (HKDF-SHA256, RFC 5869). */
export const deriveKey = (secret: string, use: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, "autoleads", use, 32));

/**
 * Encrypts with AES-256-GCM. `context` is authenticated with it: what is sealed in one context
 * opens in no other.
 * @returns nonce, ciphertext and tag in base64url.
 */
export function seal(key: Uint8Array, plain: string, context: string): string {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
  const sealed = [nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString("base64url");
}

/** @throws when the key, the context or a bit of what was sealed is another. */
export function unseal(key: Uint8Array, sealed: string, context: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const nonce = bytes.subarray(0, NONCE_LENGTH);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_LENGTH })
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-TAG_LENGTH));
  const body = bytes.subarray(NONCE_LENGTH, -TAG_LENGTH);
  return decipher.update(body, undefined, "utf8") + decipher.final("utf8");
}
