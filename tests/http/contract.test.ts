/** The OpenAPI document tells all that there is to know, in a form that tools can read. */
import { afterAll, describe, expect, test } from "bun:test";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { API_KEY_SCOPES } from "../../src/domain/staff/permissions.ts";
import { operationsOf, readDocument, routesOf } from "../support/attack-operations.ts";
import { createTestApp } from "../support/test-app.ts";

/** Answer at every host, so that no dealership can be missing or suspended. */
const NEED_NO_TENANT = [
  "GET /health",
  "GET /.well-known/jwks.json",
  "GET /demo/pictures/{name}",
  "GET /openapi.json",
  "GET /docs",
];
/** For everybody who is logged in, whatever the role: their own account. */
const NEEDS_NO_PERMISSION = "/api/admin/auth/";
/** How one gets a login. */
const NEED_NO_LOGIN = [
  ...["login", "login/two-factor", "refresh", "logout", "accept-invitation"],
  ...["forgot-password", "reset-password"],
].map((name) => `POST /api/admin/auth/${name}`);

const app = createTestApp();
const document = await readDocument(app);
const operations = operationsOf(document);
afterAll(() => app.close());

test("is an OpenAPI 3.1 document of every route", () => {
  expect(document.openapi).toBe("3.1.0");
  const documented = operations.map(({ key }) => key);
  expect(routesOf(app, documented).sort()).toEqual(documented.sort());
});

describe.each(operations)("$key", ({ key, template, summary, tags, responses, ...operation }) => {
  test("says what it does and what it answers", () => {
    expect(summary?.length).toBeGreaterThan(5);
    expect(tags?.length).toBe(1);
    const statuses = Object.keys(responses);
    expect(statuses.some((status) => status.startsWith("2"))).toBe(true);
    for (const [status, { description, content = {} }] of Object.entries(responses)) {
      expect(description?.length, status).toBeGreaterThan(3);
      const isProblem = Number(status) >= 400 && key !== "GET /health";
      if (isProblem) expect(Object.keys(content), status).toEqual(["application/problem+json"]);
      for (const [type, { schema }] of Object.entries(content)) {
        if (isProblem) expect(schema).toEqual({ $ref: "#/components/schemas/Problem" });
        expect(schema, `${status} ${type}`).toBeDefined();
      }
    }
    if (!NEED_NO_TENANT.includes(key)) {
      expect(statuses).toEqual(expect.arrayContaining(["400", "404", "429", "500", "503"]));
    }
    if (operation.requestBody) {
      expect(statuses).toEqual(expect.arrayContaining(["400", "413"]));
      // The gateway's webhooks take any type.
      expect(statuses.includes("415")).toBe(!key.startsWith("POST /webhook/"));
    }
  });

  test("says who may call it", () => {
    const isForStaff = template.startsWith("/api/admin/") && !NEED_NO_LOGIN.includes(key);
    const hasPermission = isForStaff && !template.startsWith(NEEDS_NO_PERMISSION);
    const isForKeys = (API_KEY_SCOPES as unknown[]).includes(operation["x-permission"]);
    if (isForStaff) {
      const ways = isForKeys ? ["staffToken", "apiKey"] : ["staffToken"];
      expect(operation.security).toEqual(ways.map((way) => ({ [way]: [] })));
    } else if (tags?.[0] === "Public site") {
      expect(operation.security).toEqual([{}, { siteKey: [] }]);
    } else expect(operation.security).toEqual([]);
    expect(typeof operation["x-permission"]).toBe(hasPermission ? "string" : "undefined");
    if (!isForStaff) return;
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["401", "403"]));
    expect(document.components.securitySchemes).toMatchObject({
      ...{ staffToken: {}, apiKey: {}, siteKey: {} },
    });
  });

  test("declares its path parameters", () => {
    const named = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    expect(declared.map(({ name }) => name)).toEqual(named);
    expect(declared.every(({ required }) => required)).toBe(true);
  });
});

describe("every schema", () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  ajv.addSchema(document, "document");

  const schemas: [pointer: string, schema: object][] = [];
  const references: string[] = [];
  const walk = (value: unknown, pointer: string, isSchema: boolean): void => {
    if (!value || typeof value !== "object") return;
    if (isSchema) schemas.push([pointer, value]);
    for (const [name, child] of Object.entries(value)) {
      if (name === "$ref") references.push(String(child));
      const escaped = name.replaceAll("~", "~0").replaceAll("/", "~1");
      const isComponent = pointer === "#/components/schemas";
      walk(child, `${pointer}/${escaped}`, name === "schema" || isComponent);
    }
  };
  walk(document, "#", false);

  test("refers to what is there", () => {
    expect(references.length).toBeGreaterThan(50);
    const parts = (reference: string) => reference.replace(/^#\//, "").split("/");
    const target = (reference: string) =>
      parts(reference).reduce<unknown>(
        (at, part) => (at as Record<string, unknown> | undefined)?.[part],
        document,
      );
    expect(references.filter((reference) => target(reference) === undefined)).toEqual([]);
  });

  test("is JSON Schema that compiles", () => {
    expect(schemas.length).toBeGreaterThan(100);
    for (const [pointer, schema] of schemas) {
      expect(ajv.validateSchema(schema), `${pointer}: ${ajv.errorsText()}`).toBe(true);
      const address = `document${pointer.split("/").map(encodeURIComponent).join("/").replace("%23", "#")}`;
      expect(ajv.getSchema(address), pointer).toBeFunction();
    }
  });
});
