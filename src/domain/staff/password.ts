import { z } from "@hono/zod-openapi";
import { createFairShares } from "../../infra/fair-shares.ts";
import { busy } from "../errors.ts";
import { withoutNul } from "../text.ts";

export const Password = z
  .string()
  .min(10, "must be at least 10 characters")
  .max(200, "must be at most 200 characters")
  .refine(...withoutNul)
  .openapi({ format: "password" });

/**
 * Argon2id with Bun's defaults (64 MiB, 2 passes).
 * @throws DomainError busy when too many are under way.
 */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => Bun.password.hash(password, "argon2id"));

/** Each run takes 64 MiB and a core for a tenth of a second. */
const argon2 = createFairShares(2, 60);

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = argon2.run("all", work);
  if (turn) return turn;
  throw busy();
}

let decoy: Promise<string> | undefined;

/** Checks a password; without a hash to check it takes the same time and says no. */
export async function checkPassword(password: string, hash: string | null): Promise<boolean> {
  decoy ??= Bun.password.hash(crypto.randomUUID(), "argon2id");
  const unknown = await decoy;
  const matches = await inTurn(() => Bun.password.verify(password, hash ?? unknown));
  return matches && hash !== null;
}
