/** Whatever a client sends, each operation answers it with a 4xx that says what is wrong. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { ROUTE_CASES } from "../isolation/route-cases.ts";
import { connect } from "../support/attack-database.ts";
import { openDealership } from "../support/attack-dealership.ts";
import { badQueryValues, badValues, resolve } from "../support/attack-input.ts";
import {
  type Ask,
  type NamedOperation,
  operationsOf,
  pathOf,
  readDocument,
} from "../support/attack-operations.ts";
import { createTestApp } from "../support/test-app.ts";

/** Takes what the gateway sends, whatever that is, or the gateway sends it again and again. */
const LENIENT = ["POST /webhook/fonnte/{token}"];

const encoded = (text: string) => Buffer.from(text).toString("base64url");
const ID = crypto.randomUUID();

/** Well-formed, of values that no list has given out; with the sort that takes them. */
const FORGED_CURSORS: [cursor: string, sort?: string][] = [
  ...["2026-01-01T00:00:00-23:59", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"].map(
    (at): [string, string] => [encoded(JSON.stringify(["newest", at, ID])), "newest"],
  ),
  ...["price_asc", "year_desc", "mileage_asc"].flatMap((sort) =>
    [Number.MAX_SAFE_INTEGER, -1e15, 1e308, null].map((key): [string, string] => [
      encoded(JSON.stringify([sort, key, ID])),
      sort,
    ]),
  ),
  ...[`9999999999999.${ID}`, `0.${ID}`, `-1.${ID}`, "1.x", "[]", "", "\u0000"].map(
    (text): [string] => [encoded(text)],
  ),
];

const app = createTestApp();
const owner = await connect(app.ownerUrl);
const dealership = await openDealership(app, owner);
const document = await readDocument(app);
const operations = operationsOf(document).filter(({ key }) => ROUTE_CASES[key]);
afterAll(async () => {
  await owner.end();
  await app.close();
});
beforeEach(() => app.deps.rateLimits.admin.reset(`${dealership.id}:${dealership.staff.owner}`));

interface Refusal {
  status: number;
  code?: string;
  requestId?: string;
  errors?: { path: string; message: string }[];
}

/** Sends a request of the dealership's owner; an answer above 399 must be a whole problem. */
async function ask(
  { method, template, security }: NamedOperation,
  request: Ask,
  init: {
    body?: string | Uint8Array<ArrayBuffer> | ReadableStream;
    headers?: Record<string, string>;
  } = {},
): Promise<Refusal> {
  const response = await app.send(dealership.host, pathOf(template, request), {
    method,
    body: init.body ?? (request.body === undefined ? undefined : JSON.stringify(request.body)),
    headers: {
      ...(security?.length && { Authorization: `Bearer ${dealership.tokens.owner}` }),
      ...request.headers,
      ...init.headers,
    },
  });
  if (response.status < 400) return { status: response.status };
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  const problem = (await response.json()) as Refusal;
  expect(problem.status).toBe(response.status);
  expect(problem.requestId).toBe(response.headers.get("X-Request-Id") ?? "none");
  return problem;
}

const goodAsk = ({ key }: NamedOperation): Ask => ROUTE_CASES[key]?.ask(dealership) ?? {};

describe.each(operations.filter(({ requestBody }) => requestBody))(
  "the body of $key",
  (operation) => {
    const good = goodAsk(operation);
    const isLenient = LENIENT.includes(operation.key);
    const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema ?? {};

    test("is JSON, well-formed", async () => {
      const headers = { "Content-Type": "application/json" };
      for (const body of [
        "{",
        "{'a':1}",
        '{"a":1,}',
        "\u0000",
        "[".repeat(20_000),
        "",
        "﻿{",
        "NaN",
      ]) {
        const refusal = await ask(operation, good, { body, headers });
        const shown = body.slice(0, 20);
        expect([shown, refusal.status, refusal.code]).toEqual([shown, 400, "MALFORMED_BODY"]);
      }
      const invalidUtf8 = new Uint8Array([
        ...Buffer.from('{"a":"'),
        0xff,
        0xfe,
        ...Buffer.from('"}'),
      ]);
      expect((await ask(operation, good, { body: invalidUtf8, headers })).status).toBe(400);
    });

    test("is an object", async () => {
      for (const body of ["null", "[]", '"x"', "1", "true", "[{}]"]) {
        const refusal = await ask(operation, good, { body });
        expect([body, refusal.status]).toEqual([body, 400]);
      }
    });

    test("is of the type that is documented", async () => {
      for (const type of [
        "text/plain",
        "application/xml",
        "image/png",
        "application/octet-stream",
      ]) {
        const refusal = await ask(operation, good, { headers: { "Content-Type": type } });
        expect([type, refusal.status, refusal.code]).toEqual([type, 415, "UNSUPPORTED_MEDIA_TYPE"]);
      }
      const untyped = new TextEncoder().encode(JSON.stringify(good.body));
      expect((await ask(operation, good, { body: untyped })).status).toBe(415);
    });

    test("is at most 1 MB", async () => {
      const body = JSON.stringify({ ...(good.body as object), filler: "x".repeat(1_150_000) });
      expect(await ask(operation, good, { body })).toMatchObject({
        status: 413,
        code: "TOO_LARGE",
      });
      const chunked = new Response(body).body ?? undefined;
      const headers = { "Content-Type": "application/json" };
      expect((await ask(operation, good, { body: chunked, headers })).status).toBe(413);
    });

    test("is refused for each wrong field by its name", async () => {
      const bad = badValues(document, schema);
      expect(bad.length).toBeGreaterThan(3);
      const accepted: string[] = [];
      for (const { field, value, path } of bad) {
        const body = { ...(good.body as object), [field]: value };
        const refusal = await ask(operation, { ...good, body });
        const shown = `${path}: ${JSON.stringify(value).slice(0, 60)}: ${refusal.status} ${refusal.code}`;
        const isNamed = refusal.errors?.some((error) => `${error.path}.`.startsWith(`${path}.`));
        if (isLenient ? refusal.status >= 500 : refusal.status !== 400 || !isNamed)
          accepted.push(shown);
      }
      expect(accepted).toEqual([]);
    });

    if (!isLenient) {
      test("has no unknown field, and all that it must have", async () => {
        for (const name of ["unknown", "__proto__", "constructor", "tenantId"]) {
          const body = `{"${name}":1,${JSON.stringify(good.body).slice(1)}`;
          const refusal = await ask(operation, good, { body });
          expect([name, refusal.status]).toEqual([name, 400]);
        }
        const { required = [] } = resolve(document, schema) as { required?: string[] };
        for (const name of required) {
          const { [name]: _, ...body } = good.body as Record<string, unknown>;
          const refusal = await ask(operation, { ...good, body });
          expect(refusal.status).toBe(400);
          expect(refusal.errors?.map((error) => error.path)).toContain(name);
        }
      });
    }
  },
);

describe.each(
  operations.filter(({ parameters = [] }) => parameters.some((one) => one.in === "query")),
)("the query of $key", (operation) => {
  const good = goodAsk(operation);

  test("is refused for each wrong parameter by its name", async () => {
    const accepted: string[] = [];
    const parameters = operation.parameters?.filter((one) => one.in === "query") ?? [];
    for (const { name, schema } of parameters) {
      for (const value of badQueryValues(document, schema)) {
        const refusal = await ask(operation, { ...good, query: { [name]: value } });
        const isNamed = refusal.errors?.some((error) => error.path === name);
        if (refusal.status !== 400 || !isNamed) {
          accepted.push(`${name}=${JSON.stringify(value).slice(0, 40)}: ${refusal.status}`);
        }
      }
      const twice = { ...operation, template: `${operation.template}?${name}=1&${name}=2` };
      if ((await ask(twice, { params: good.params })).status !== 400)
        accepted.push(`${name} twice`);
    }
    expect(accepted).toEqual([]);
    const names = parameters.map(({ name }) => name);
    for (const name of names.filter((one) => ["cursor", "messagesBefore"].includes(one))) {
      for (const [cursor, sort] of FORGED_CURSORS) {
        const query = { [name]: cursor, ...(sort && names.includes("sort") && { sort }) };
        const { status } = await ask(operation, { ...good, query });
        expect([200, 400], cursor).toContain(status);
      }
    }
    const instants = { from: "2026-01-01T00:00:00-23:59", to: "2026-12-31T23:59:59+23:59" };
    if (names.includes("from")) {
      expect((await ask(operation, { ...good, query: instants })).status).toBe(200);
    }
    const unknown = { ...good, query: { unknown: "1" } };
    expect((await ask(operation, unknown)).errors?.[0]?.path).toBe("unknown");
  });
});

describe.each(operations.filter(({ template }) => template.includes("{")))(
  "the path of $key",
  (operation) => {
    const HOSTILE = [
      "\u0000",
      "x".repeat(10_240),
      "..",
      "../..",
      "'",
      "%",
      "é",
      "1",
      " ",
      "a/b",
      "{id}",
    ];

    test("names nothing when it makes no sense", async () => {
      const good = goodAsk(operation);
      const name = /\{(\w+)\}/.exec(operation.template)?.[1] ?? "";
      for (const value of HOSTILE) {
        const refusal = await ask(operation, { ...good, params: { [name]: value } });
        expect([400, 404], `${value.slice(0, 20)}: ${refusal.status}`).toContain(refusal.status);
      }
      for (const raw of ["%zz", "%ff", "%c0%ae", "%", "%00"]) {
        const template = operation.template.replace(/\{\w+\}/, raw);
        const refusal = await ask({ ...operation, template }, good);
        expect([400, 404], `${raw}: ${refusal.status}`).toContain(refusal.status);
      }
    });
  },
);
