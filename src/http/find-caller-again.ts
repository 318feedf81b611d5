import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import { isApiKey } from "../domain/api-keys/api-key-text.ts";
import { findApiKey } from "../domain/api-keys/find-api-key.ts";
import { allows, type Permission } from "../domain/staff/permissions.ts";
import { assertOpen } from "../domain/tenants/assert-open.ts";
import { enterAsVisitor } from "./enter-tenant.ts";
import type { AppEnv } from "./env.ts";
import { sentToken } from "./middleware/admit-api-key.ts";
import { findStaff } from "./middleware/authenticate.ts";
import { needsSecondFactor } from "./middleware/require-second-factor.ts";
import { requestHost } from "./request-host.ts";

/**
 * Who calls, as they are now, while an answer still goes on; null when a new request of the same
 * credentials would be refused. @throws when the database is away.
 */
export async function findCallerAgain(
  deps: Deps,
  c: Context<AppEnv>,
  permission: Permission,
): Promise<AppEnv["Variables"]["actor"] | null> {
  const host = requestHost(c.req.header(), deps.config.TRUST_PROXY);
  const tenant = host ? await deps.tenants.find(host) : null;
  if (tenant?.id !== c.get("tenant").id) return null;
  try {
    assertOpen(tenant, deps.clock());
  } catch {
    return null;
  }
  const token = sentToken(c) ?? "";
  const found = isApiKey(token)
    ? (await enterAsVisitor(deps, c)((scope) => findApiKey(scope, token)))?.actor
    : await findStaff(deps, c);
  return found && !needsSecondFactor(found) && allows(found, permission) ? found : null;
}
