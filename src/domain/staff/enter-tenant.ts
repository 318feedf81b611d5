import type { TenantScope } from "../../db/index.ts";

/**
 * Opens a transaction of the tenant. Verbs that check or hash a password open several, as none may
 * hold a connection meanwhile.
 */
export type EnterTenant = <Result>(
  work: (scope: TenantScope) => Promise<Result>,
) => Promise<Result>;
