/** Whatever is sent to an operation is answered soon, as documented, and never by a fault. */
import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import { resolve } from "../support/attack-input.ts";
import type { NamedOperation } from "../support/attack-operations.ts";
import { fuzz, sizeOf } from "./fuzz-run.ts";
import { openFuzzStage } from "./fuzz-stage.ts";
import { planOf } from "./request-plan.ts";
import type { FullSchema } from "./valid-values.ts";

const stage = await openFuzzStage();
const { document, operations } = stage;
afterAll(() => stage.close());

const resolved = (schema: FullSchema): FullSchema => resolve(document, schema);

/** Argon2 takes a core for a tenth of a second, so that few inputs may get so far. */
const hashesPassword = ({ requestBody }: NamedOperation) =>
  Object.values(requestBody?.content ?? {}).some(({ schema }) =>
    Object.keys(resolved(schema).properties ?? {}).some((name) => /password/i.test(name)),
  );

const SLOW = { good: 1, near: 3, wild: 96 };
const USUAL = { good: 25, near: 45, wild: 30 };

test(
  "every operation takes any input",
  async () => {
    const plans = operations.map((operation) => ({
      // Documents and pictures are the same for everybody, and long.
      weight: "429" in operation.responses ? 12 : 1,
      arbitrary: planOf(operation, resolved, hashesPassword(operation) ? SLOW : USUAL),
    }));
    const statuses = new Map<string, Set<number>>();
    const { sent, acceptedShare } = await fuzz(
      `${operations.length} operations`,
      sizeOf({ usual: 20_000, all: 100_000 }),
      fc.oneof(...plans),
      async (plan) => {
        const outcome = await stage.send(plan);
        statuses.set(plan.key, (statuses.get(plan.key) ?? new Set()).add(outcome.status));
        return outcome;
      },
      stage.refresh,
    );
    console.log(
      [...statuses].map(([key, seen]) => `${key}: ${[...seen].sort().join(" ")}`).join("\n"),
    );
    if (sent >= 20_000) {
      expect([...statuses.keys()].sort()).toEqual(operations.map(({ key }) => key).sort());
    }
    expect(acceptedShare).toBeGreaterThan(0.1);
    const { host } = stage.dealership();
    expect((await stage.app.send(host, "/api/cars")).status).toBe(200);
  },
  15 * 60_000,
);
