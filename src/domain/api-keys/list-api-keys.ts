import type { TenantScope } from "../../db/index.ts";
import { API_KEY_COLUMNS, apiKeyView } from "./api-key-view.ts";
import type { ApiKeyQuery } from "./schemas.ts";

/** Keys that are good and keys that were, the newest first; ids follow the time. */
export async function listApiKeys({ db, tenant }: TenantScope, { limit, cursor }: ApiKeyQuery) {
  const found = await db.apiKey.findMany({
    where: { tenantId: tenant.id, ...(cursor && { id: { lt: cursor } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
    select: API_KEY_COLUMNS,
  });
  const page = found.slice(0, limit);
  const nextCursor = found.length > page.length ? (page.at(-1)?.id ?? null) : null;
  return { data: page.map(apiKeyView), meta: { limit, nextCursor } };
}
