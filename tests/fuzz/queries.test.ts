/** Every list and search takes any query string. */
import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import { resolve } from "../support/attack-input.ts";
import { fuzz, sizeOf } from "./fuzz-run.ts";
import { openFuzzStage } from "./fuzz-stage.ts";
import { planOf } from "./request-plan.ts";
import type { FullSchema } from "./valid-values.ts";

const stage = await openFuzzStage();
afterAll(() => stage.close());

const resolved = (schema: FullSchema): FullSchema => resolve(stage.document, schema);
const searches = stage.operations.filter(
  ({ method, parameters = [] }) => method === "GET" && parameters.some((one) => one.in === "query"),
);

test(
  "no query is answered by a fault",
  async () => {
    expect(searches.length).toBeGreaterThanOrEqual(4);
    const plans = searches.map((operation) =>
      planOf(operation, resolved, { good: 3, near: 3, wild: 4 }),
    );
    const inputs = sizeOf({ usual: 2_000, all: 50_000 });
    const { acceptedShare } = await fuzz(
      `queries of ${searches.length} operations`,
      inputs,
      fc.oneof(...plans),
      stage.send,
      stage.refresh,
    );
    expect(acceptedShare).toBeGreaterThan(0.1);
  },
  60 * 60_000,
);
