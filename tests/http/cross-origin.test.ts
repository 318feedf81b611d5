/** Pages of the dealership's own domains may call, whatever is answered; others may not. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTestTenant(app);
});
afterAll(() => app.close());

const EXPOSED = "X-Request-Id,RateLimit,RateLimit-Policy,Retry-After,ETag,Location,Allow";

describe.each([
  ["an answer", "/api/site", 200],
  ["one that nothing is found", "/api/cars/of-nobody", 404],
  ["one to nobody known", "/api/admin/cars", 401],
])("%s", (_, path, status) => {
  test.each([
    ["to no page", () => undefined, null],
    ["to a page of the dealership", () => `http://${tenant.host}`, "own"],
    ["to a page of somebody else", () => "https://evil.test", null],
  ])("%s", async (_, originOf, allowed) => {
    const origin = originOf();
    const headers = new Headers(origin === undefined ? {} : { Origin: origin });
    const answer = await app.send(tenant.host, path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe(
      allowed === "own" ? `http://${tenant.host}` : null,
    );
    expect(answer.headers.get("Access-Control-Expose-Headers")).toBe(EXPOSED);
    expect(answer.headers.get("Vary")?.match(/\bOrigin\b/g)).toHaveLength(1);
    expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(answer.headers.get("X-Request-Id")).toBeTruthy();
  });
});

test("a page of the dealership is told beforehand what it may send, one of somebody else is not let in", async () => {
  const ask = (origin: string) =>
    app.send(tenant.host, "/api/cars", {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "GET" },
    });
  const own = await ask(`http://${tenant.host}`);
  expect(own.status).toBe(204);
  expect(own.headers.get("Access-Control-Allow-Origin")).toBe(`http://${tenant.host}`);
  expect(own.headers.get("Access-Control-Allow-Headers")).toContain("Authorization");
  expect((await ask("https://evil.test")).headers.get("Access-Control-Allow-Origin")).toBeNull();
});
