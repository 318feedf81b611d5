import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { forbidden, invalid } from "../errors.ts";
import { allows } from "../staff/permissions.ts";
import { apiKeyView } from "./api-key-view.ts";
import { issueApiKey } from "./issue-api-key.ts";
import type { IssuedApiKey, NewApiKey } from "./schemas.ts";

/**
 * Makes a key for a site or a partner. It outlives the account of whoever made it, until it
 * expires or is revoked.
 * @throws DomainError invalid for an end that is not in the future; forbidden for a scope that the
 * actor does not hold; conflict TOO_MANY_KEYS.
 */
export async function createApiKey(scope: TenantScope, input: NewApiKey): Promise<IssuedApiKey> {
  const { name, scopes, requestsPerMinute } = input;
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  if (expiresAt && expiresAt <= scope.now) throw invalid("expiresAt", "must lie in the future");
  if (!scopes.every((each) => allows(scope.actor, each))) {
    throw forbidden("A key may do nothing that its maker may not.");
  }
  const { row, key } = await issueApiKey(scope, { name, scopes, requestsPerMinute, expiresAt });
  await recordAuditEvent(scope, {
    ...{ action: "api_key.created", subject: "api_key", id: row.id },
    after: { name, prefix: row.prefix, scopes, requestsPerMinute, expiresAt },
  });
  return { ...apiKeyView(row), key };
}
