/** Whatever a client asks for by path and query is answered, or refused with a 4xx that says why. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { openContract } from "../support/attack-contract.ts";
import { badQueryValues } from "../support/attack-input.ts";

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

const contract = await openContract();
const { document, operations, ask, goodAsk } = contract;
afterAll(() => contract.close());
beforeEach(() => contract.forgetRate());

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
    const from = parameters.find(({ name }) => name === "from");
    if (from) {
      const isDay = from.schema.format === "date";
      const period = isDay
        ? { from: "2026-01-01", to: "2026-12-31" }
        : { from: "2026-01-01T00:00:00-23:59", to: "2026-12-31T23:59:59+23:59" };
      expect((await ask(operation, { ...good, query: period })).status).toBe(200);
    }
    const unknown = { ...good, query: { ...good.query, unknown: "1" } };
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
        // A client resolves ".." itself, and may so ask another address by a method it does not know.
        const due = value.includes("..") ? [400, 404, 405] : [400, 404];
        expect(due, `${value.slice(0, 20)}: ${refusal.status}`).toContain(refusal.status);
      }
      for (const raw of ["%zz", "%ff", "%c0%ae", "%", "%00"]) {
        const template = operation.template.replace(/\{\w+\}/, raw);
        const refusal = await ask({ ...operation, template }, good);
        expect([400, 404], `${raw}: ${refusal.status}`).toContain(refusal.status);
      }
    });
  },
);
