import { json } from "./json.ts";
import type { TestApp } from "./test-app.ts";
import type { TestStaff, TestTenant } from "./test-tenant.ts";

/** Calls the admin surface as somebody of the staff: the status and the body of the answer. */
export const callAs =
  (app: TestApp, tenant: TestTenant, staff: TestStaff) =>
  async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.send(tenant.host, `/api/admin${path}`, {
      method,
      headers: { Authorization: `Bearer ${staff.token}`, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: response.status === 204 ? null : await json(response) };
  };
export type Call = ReturnType<typeof callAs>;

/** The leads of a tenant that a member of staff finds by a search, each with its whole history. */
export async function findLeads(call: Call, q: string) {
  const { body } = await call("GET", `/leads?q=${encodeURIComponent(q)}`);
  const details = body.data.map(async ({ id }: { id: string }) => {
    return (await call("GET", `/leads/${id}`)).body.data;
  });
  return Promise.all(details);
}
