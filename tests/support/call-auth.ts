import { json } from "./json.ts";
import type { TestApp } from "./test-app.ts";
import type { TestTenant } from "./test-tenant.ts";

export interface AuthCall {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  token?: string;
  client?: string;
  headers?: Record<string, string>;
}

/** Calls /api/admin/auth as somebody: status, headers and body of the answer. */
export const callAuth =
  (app: TestApp, tenant: TestTenant) =>
  async (path: string, body?: unknown, call: AuthCall = {}) => {
    const { method = "POST", token, client, headers } = call;
    const response = await app.send(tenant.host, `/api/admin/auth/${path}`, {
      ...{ method, client },
      headers: { ...(token && { Authorization: `Bearer ${token}` }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = response.status === 204 ? {} : await json(response);
    return { status: response.status, headers: response.headers, ...answer };
  };

/** What was written down, the oldest first, as an owner of the database reads it. */
export const auditOf = async (
  owner: { query(sql: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[] }> },
  tenant: TestTenant,
  action: string,
) =>
  (
    await owner.query(
      "SELECT * FROM audit_events WHERE tenant_id = $1 AND action = $2 ORDER BY id",
      [tenant.id, action],
    )
  ).rows;
