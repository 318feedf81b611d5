import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { interleave } from "../../scripts/bench/listings/interleave.ts";
import type { ClientReport, Load } from "../../scripts/bench/listings/load.ts";
import { outputOf } from "../../scripts/bench/listings/output-of.ts";
import { distinctPrice, requestText } from "../../scripts/bench/listings/request-text.ts";
import { median, percentile, ratios } from "../../scripts/bench/listings/statistics.ts";
import { measured, NotHere, outcomeOf } from "../../scripts/bench/listings/verdict.ts";

describe("figures", () => {
  test("the median is the middle one, whatever the order", () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(median([])).toBeNaN();
  });

  test("a percentile is a value that was measured", () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect(percentile(hundred, 0.5)).toBe(51);
    expect(percentile(hundred, 0.99)).toBe(100);
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });

  test("ratios are those of the same round", () => {
    expect(ratios([10, 30], [20, 10])).toEqual([0.5, 3]);
  });
});

describe("a verdict", () => {
  const line = { row: 1, what: "this ÷ that", figures: "" };

  test("follows the median of the rounds", () => {
    const least = (...of: number[]) => outcomeOf({ ...line, ratios: of, bar: { least: 0.8 } });
    expect([least(0.1, 0.8, 0.9), least(0.7, 0.79, 2)]).toEqual(["met", "missed"]);
    const most = (...of: number[]) => outcomeOf({ ...line, ratios: of, bar: { most: 4 } });
    expect([most(1, 4, 9), most(1, 5, Number.POSITIVE_INFINITY)]).toEqual(["met", "missed"]);
  });

  test("is none where nothing was measured", async () => {
    const verdicts = await measured([{ row: 3, what: "cache", bar: { least: 1 } }], async () => {
      throw new NotHere("nginx not found");
    });
    expect(verdicts.map(outcomeOf)).toEqual(["not run"]);
    expect(verdicts[0]?.figures).toBe("nginx not found");
  });

  test("is no cover for a fault", async () => {
    const fault = measured([], () => Promise.reject(new Error("broken")));
    await expect(fault).rejects.toThrow("broken");
  });
});

test("contenders run by turns, and each goes first", async () => {
  const order: string[] = [];
  const run = (name: string) => async () => order.push(name);
  const results = await interleave(3, { a: run("a"), b: run("b") }, () => {});
  expect(order.join("")).toBe("abbaab");
  expect(results).toEqual({ a: [1, 4, 5], b: [2, 3, 6] });
});

test("a million prices are a million addresses", () => {
  const prices = new Set(Array.from({ length: 1_000_000 }, (_, n) => distinctPrice(n)));
  expect(prices.size).toBe(1_000_000);
  expect(Math.max(...[...prices].slice(0, 90_000))).toBeLessThan(850_000_000);
});

test("a request is HTTP with the headers of all and its own", () => {
  const target = {
    host: "bench1.localhost",
    path: "/api/cars",
    headers: { "If-None-Match": '"a"' },
  };
  expect(requestText(target, { Accept: "*/*" })).toBe(
    'GET /api/cars HTTP/1.1\r\nHost: bench1.localhost\r\nAccept: */*\r\nIf-None-Match: "a"\r\n\r\n',
  );
});

describe("the client", () => {
  const CLIENT = join(import.meta.dir, "../../scripts/bench/listings/servers/client.ts");
  const asked = new Set<string>();

  async function clientReport(rate: number, answer: () => Response): Promise<ClientReport> {
    await using server = Bun.serve({
      port: 0,
      fetch: (request) => {
        asked.add(request.url);
        return answer();
      },
    });
    const load: Load = {
      ...{ port: server.port ?? 0, targets: [{ host: "a", path: "/cars?priceMax={n}" }] },
      ...{ headers: {}, connections: 2, seconds: 0.3, rate, first: asked.size },
    };
    const file = join(process.env["TEST_DATA_DIR"] ?? "", `load-${Bun.randomUUIDv7()}.json`);
    await Bun.write(file, JSON.stringify(load));
    return JSON.parse(await outputOf([process.execPath, CLIENT, file]));
  }

  const inChunks = () =>
    new Response(
      new ReadableStream({
        start: (stream) => {
          stream.enqueue(new TextEncoder().encode("one"));
          stream.close();
        },
      }),
    );

  test.each([
    ["of a length", () => new Response("x".repeat(100_000))],
    ["in chunks", inChunks],
    ["without a body", () => new Response(null, { status: 304 })],
  ])("counts answers %s, each to another address", async (_, answer) => {
    const before = asked.size;
    const report = await clientReport(0, answer);
    expect(report.failed).toBe(0);
    expect(report.requests).toBeGreaterThan(0);
    expect(asked.size - before).toBeGreaterThanOrEqual(report.requests);
  });

  test("counts what went wrong", async () => {
    const report = await clientReport(0, () => new Response("no", { status: 503 }));
    expect(report.failed).toBeGreaterThanOrEqual(report.requests);
  });

  test("asks as often as it is told to", async () => {
    const report = await clientReport(100, () => new Response("yes"));
    expect(report.requests).toBe(30);
  });
});
