import { hashToken, newToken } from "../../infra/secrets.ts";

const START = "alk_";
const FORM = /^alk_([a-z0-9]{12})_[\w-]{43}$/;

/** Whether a bearer token means to be an API key. */
export const isApiKey = (token: string): boolean => token.startsWith(START);

/** The part of a key that is shown, and by which it is found; null when this is no key. */
export const prefixOf = (key: string): string | null => FORM.exec(key)?.[1] ?? null;

/** A new key of 256 random bits, its prefix, and what is stored of it. */
export function newApiKey(): { key: string; prefix: string; keyHash: Uint8Array<ArrayBuffer> } {
  const prefix = crypto.randomUUID().slice(-12);
  const key = `${START}${prefix}_${newToken()}`;
  return { key, prefix, keyHash: hashToken(key) };
}
