import { z } from "@hono/zod-openapi";
import { withoutNul } from "../text.ts";

export const Password = z
  .string()
  .min(10, "must be at least 10 characters")
  .max(200, "must be at most 200 characters")
  .refine(...withoutNul)
  .openapi({ format: "password" });

/** Argon2id with Bun's defaults (64 MiB, 2 passes). */
export const hashPassword = (password: string): Promise<string> =>
  Bun.password.hash(password, "argon2id");

let decoy: Promise<string> | undefined;

/** Checks a password; without a hash to check it takes the same time and says no. */
export async function checkPassword(password: string, hash: string | null): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID());
  const unknown = await decoy;
  const matches = await Bun.password.verify(password, hash ?? unknown);
  return matches && hash !== null;
}
