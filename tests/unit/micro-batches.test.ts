import { expect, test } from "bun:test";
import { createMicroBatches } from "../../src/infra/micro-batches.ts";

/** Batches of three, one at a time, whose numbers come back doubled; 13 is refused. */
function doubling(isShared = false) {
  const runs: number[][] = [];
  const batches = createMicroBatches<number, number>({
    run: async (items) => {
      runs.push(items);
      await Bun.sleep(1);
      if (items.includes(13)) throw new Error("thirteen");
      return items.map((item) => item * 2);
    },
    isShared: () => isShared,
    sizeOf: () => 10,
    ...{ largest: 3, running: 1, waiting: { items: 8, bytes: 1_000 } },
  });
  return { runs, batches };
}

test("what comes at once is done together, and what comes meanwhile next", async () => {
  const { runs, batches } = doubling();
  const results = await Promise.all([1, 2, 3, 4, 5].map((item) => batches.add(item)));
  expect(results).toEqual([2, 4, 6, 8, 10]);
  expect(runs).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

test("what fails fails alone", async () => {
  const { batches } = doubling();
  const results = await Promise.allSettled([1, 13, 3].map((item) => batches.add(item)));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("what is nobody's fault fails for all, without being tried for each", async () => {
  const { runs, batches } = doubling(true);
  const results = await Promise.allSettled([1, 13, 3].map((item) => batches.add(item)));
  expect(results.map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
  expect(runs).toHaveLength(1);
});

test("no more wait than may", async () => {
  const { batches } = doubling();
  const added = Array.from({ length: 12 }, (_, n) => batches.add(n));
  expect(added.filter((one) => one === null)).toHaveLength(4);
  await Promise.all(added);
  expect(await batches.add(21)).toBe(42);
});
