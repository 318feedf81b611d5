/** Whatever a client sends as a body is answered with a 4xx that says what is wrong. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { openContract } from "../support/attack-contract.ts";
import { badValues, resolve } from "../support/attack-input.ts";
import type { NamedOperation } from "../support/attack-operations.ts";

/** Takes what the gateway sends, whatever that is, or the gateway sends it again and again. */
const isLenient = ({ key }: { key: string }) => key.startsWith("POST /webhook/fonnte/");

const contract = await openContract();
const { document, operations, ask, goodAsk } = contract;
afterAll(() => contract.close());
beforeEach(() => contract.forgetRate());

const taking = operations.filter(({ requestBody }) => requestBody);

describe.each(taking.filter(isLenient))("the body of $key", (operation) => {
  const good = goodAsk(operation);

  test("is taken whatever it is", async () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const odd = [
      "",
      "{",
      "\u0000",
      "null",
      "[]",
      deep,
      `{"sender":${deep}}`,
      '{"sender":{"length":[]}}',
    ];
    for (const type of [
      "application/json",
      "text/plain",
      "multipart/form-data",
      "application/xml",
    ]) {
      for (const body of odd) {
        const { status } = await ask(operation, good, { body, headers: { "Content-Type": type } });
        expect([type, body.slice(0, 20), status]).toEqual([type, body.slice(0, 20), 200]);
      }
    }
  });

  test("is at most 1 MB", async () => {
    const body = JSON.stringify({ ...(good.body as object), filler: "x".repeat(1_150_000) });
    expect(await ask(operation, good, { body })).toMatchObject({ status: 413, code: "TOO_LARGE" });
    const chunked = new Response(body).body ?? undefined;
    expect((await ask(operation, good, { body: chunked })).status).toBe(413);
  });
});

/** A form with a file has tests of its own. */
const takesJson = ({ requestBody }: NamedOperation) =>
  "application/json" in (requestBody?.content ?? {});

describe.each(taking.filter((operation) => !isLenient(operation) && takesJson(operation)))(
  "the body of $key",
  (operation) => {
    const good = goodAsk(operation);
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
        "\ufeff{",
        "NaN",
      ]) {
        const refusal = await ask(operation, good, { body, headers });
        const shown = body.slice(0, 20);
        expect([shown, refusal.status, refusal.code]).toEqual([shown, 400, "MALFORMED_BODY"]);
      }
      const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
      for (const name of Object.keys(resolve(document, schema).properties ?? {})) {
        const odd = [deep, '{"toString":1,"valueOf":1}', '[{"toString":null}]'];
        for (const body of odd.map((length) => `{"${name}":{"l\\u0065ngth":${length}}}`)) {
          expect((await ask(operation, good, { body, headers })).status).toBe(400);
        }
        const halved = { ...(good.body as object), [name]: "a\ud800b" };
        expect((await ask(operation, { ...good, body: halved })).status).toBeLessThan(500);
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
        if (refusal.status !== 400 || !isNamed) accepted.push(shown);
      }
      expect(accepted).toEqual([]);
    });

    test("is refused in fewer words than it has", async () => {
      const names = Array.from({ length: 20_000 }, (_, n) => `"unknown${"x".repeat(n % 7)}${n}":1`);
      const refusal = await ask(operation, good, {
        body: `{"${"y".repeat(100_000)}":1,${names.join()}}`,
        headers: { "Content-Type": "application/json" },
      });
      expect(JSON.stringify(refusal).length).toBeLessThan(20_000);
    });

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
  },
);
