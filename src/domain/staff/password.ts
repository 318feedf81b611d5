import { z } from "@hono/zod-openapi";
import { createFairShares } from "../../infra/fair-shares.ts";
import { busy, invalid } from "../errors.ts";
import { withoutNul } from "../text.ts";
import { isCommonPassword } from "./is-common-password.ts";

export const Password = z
  .string()
  .min(10, "must be at least 10 characters")
  .max(200, "must be at most 200 characters")
  .refine(...withoutNul)
  .refine((password) => !isCommonPassword(password), {
    message: "is one of the passwords that everybody tries first; choose another",
  })
  .openapi({ format: "password", description: "None of the most common ones." });

/** A password as somebody types it to show that it is theirs. */
export const PresentPassword = z
  .string()
  .min(1)
  .max(200)
  .refine(...withoutNul)
  .openapi({ format: "password" });

/** @throws DomainError invalid, naming the field, for somebody's own e-mail address. */
export function assertNotOwnEmail(field: string, password: string, email: string): void {
  if (password.toLowerCase() === email.toLowerCase()) {
    throw invalid(field, "must not be the e-mail address");
  }
}

/**
 * Argon2id with Bun's defaults (64 MiB, 2 passes), in the turn of a tenant.
 * @throws DomainError busy when too many of that tenant wait.
 */
export const hashPassword = (password: string, tenantId: string): Promise<string> =>
  inTurn(tenantId, () => Bun.password.hash(password, "argon2id"));

/** Each run takes 64 MiB and a core for a tenth of a second. */
const RUNNING = 2;
const WAITING_OF_TENANT = 20;

/** A tenant has one run at once, so that a flood at one lets every other's next run go ahead. */
const ofTenant = createFairShares(1, WAITING_OF_TENANT);
const ofAll = createFairShares(RUNNING, Number.POSITIVE_INFINITY);

async function inTurn<Result>(tenantId: string, work: () => Promise<Result>): Promise<Result> {
  const turn = ofTenant.run(tenantId, async () => {
    const result = ofAll.run("all", work);
    if (!result) throw busy();
    return result;
  });
  if (!turn) throw busy();
  return turn;
}

let decoy: Promise<string> | undefined;

/**
 * Checks a password in the turn of a tenant; without a hash to check it takes the same time and
 * says no.
 * @throws DomainError busy when too many of that tenant wait.
 */
export async function checkPassword(
  password: string,
  hash: string | null,
  tenantId: string,
): Promise<boolean> {
  decoy ??= Bun.password.hash(crypto.randomUUID(), "argon2id");
  const unknown = await decoy;
  const matches = await inTurn(tenantId, () => Bun.password.verify(password, hash ?? unknown));
  return matches && hash !== null;
}
