/** What holds for every request, whatever it asks: ids, methods, addresses. */
import { afterAll, describe, expect, test } from "bun:test";
import { operationsOf, pathOf, readDocument } from "../support/attack-operations.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn } from "../support/test-tenant.ts";

const app = createTestApp();
const tenant = await createTestTenant(app);
const staff = await logIn(app, tenant, tenant.owner);
const operations = operationsOf(await readDocument(app));
const templates = [...new Set(operations.map(({ template }) => template))];
afterAll(() => app.close());

const authorization = { Authorization: `Bearer ${staff.token}` };
const params = {
  ...{ id: crypto.randomUUID(), slug: "none", token: "none" },
  ...{ name: "suv-putih-side.svg", step: "photos" },
};

async function problemAt(path: string, init: RequestInit = {}) {
  const headers = { ...authorization, ...init.headers };
  const response = await app.send(tenant.host, path, { ...init, headers });
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  const problem = await json(response);
  expect(problem).toEqual({
    ...{ type: "about:blank", title: expect.any(String), status: response.status },
    ...{ detail: expect.any(String), instance: path, code: expect.stringMatching(/^[A-Z_]+$/) },
    requestId: response.headers.get("X-Request-Id"),
  });
  return { ...problem, headers: response.headers };
}

describe("a method that an address does not know", () => {
  test.each(templates)("is answered 405 with those it knows: %s", async (template) => {
    const path = pathOf(template, { params });
    const matches = (one: string) => new RegExp(`^${one.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);
    const known = operations.filter((one) => matches(one.template)).map(({ method }) => method);
    const others = ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((one) => !known.includes(one));
    for (const method of others) {
      const problem = await problemAt(path, { method });
      expect([method, problem.status, problem.code]).toEqual([method, 405, "METHOD_NOT_ALLOWED"]);
      const allowed = problem.headers.get("Allow")?.split(", ") ?? [];
      expect(allowed).toEqual(expect.arrayContaining(known));
      expect(allowed).not.toContain(method);
    }
  });
});

test.each(["/", "/api", "/api/nothing", "/api/admin/nothing", "/webhook/nothing", "/wp-login.php"])(
  "nothing is at %s",
  async (path) => {
    for (const method of ["GET", "POST", "DELETE"]) {
      expect(await problemAt(path, { method })).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  },
);

describe("the id of a request", () => {
  const idOf = async (given?: string) => {
    const response = await app.send(tenant.host, "/api/site", {
      headers: given === undefined ? {} : { "X-Request-Id": given },
    });
    return response.headers.get("X-Request-Id");
  };

  test("is the one that was given", async () => {
    for (const given of ["abcd1234", crypto.randomUUID(), "A.b_c-9".repeat(9)]) {
      expect(await idOf(given)).toBe(given);
    }
    const problem = await problemAt("/api/nothing", { headers: { "X-Request-Id": "given-id.1" } });
    expect(problem.requestId).toBe("given-id.1");
  });

  test("is a new one when none was given, or none that can be trusted in a log", async () => {
    const hostile = [
      ...["", "short", "x".repeat(65), "x".repeat(5_000), "idé-12345", "id with space"],
      ...[
        'id"12345678',
        "<script>1234",
        "id,12345678",
        "id\\n12345678",
        "id%0a12345678",
        "\t12345678\tx",
      ],
    ];
    const ids = await Promise.all([undefined, undefined, ...hostile].map(idOf));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}-[0-9a-z]+$/);
    expect(new Set(ids).size).toBe(hostile.length + 2);
  });

  test("cannot carry a second line, which HTTP itself refuses", () => {
    expect(() => new Headers({ "X-Request-Id": "id-12345678\nX: y" })).toThrow();
  });
});

test.each([
  ["a token of 100 kB", { Authorization: `Bearer ${"x".repeat(100_000)}` }, 401],
  ["a login of another kind", { Authorization: "Basic b3duZXI6cHc=" }, 401],
  ["a version that is none", { "If-Match": "x".repeat(10_240) }, 400],
  ["several versions", { "If-Match": '"1", "2"' }, 400],
])("%s is refused", async (_, headers, status) => {
  const response = await app.send(tenant.host, `/api/admin/cars/${params.id}`, {
    method: "DELETE",
    headers: { ...authorization, ...headers },
  });
  expect(response.status).toBe(status);
});
