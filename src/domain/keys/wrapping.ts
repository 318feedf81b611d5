import { deriveKey, seal, unseal } from "../../infra/sealing.ts";

interface Wrapped {
  id: string;
  purpose: string;
  wrapped: string;
}

const contextOf = ({ id, purpose }: Omit<Wrapped, "wrapped">) => `key/${purpose}/${id}`;

/** Derived once for each secret: it is the same at every call. */
const wrappingKeys = new Map<string, Uint8Array>();
function wrappingKey(rootSecret: string): Uint8Array {
  const key = wrappingKeys.get(rootSecret) ?? deriveKey(rootSecret, "wrapping of keys");
  wrappingKeys.set(rootSecret, key);
  return key;
}

/** Protects a key of the installation by the root secret, bound to its id and purpose. */
export const wrapKey = (rootSecret: string, key: Omit<Wrapped, "wrapped">, plain: string): string =>
  seal(wrappingKey(rootSecret), plain, contextOf(key));

/** @throws when the key was wrapped by another root secret. */
export function unwrapKey(rootSecret: string, key: Wrapped): string {
  try {
    return unseal(wrappingKey(rootSecret), key.wrapped, contextOf(key));
  } catch {
    throw new Error(
      `The key ${key.id} does not open with this JWT_SECRET. Set the secret it was made with, or name it in JWT_SECRET_PREVIOUS.`,
    );
  }
}
