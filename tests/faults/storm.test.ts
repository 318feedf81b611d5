/** The storm of `bun run storm` at a size that fits here. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type Cluster, openCluster } from "../../scripts/storm/cluster.ts";
import { FULL_STORM } from "../../scripts/storm/plan.ts";
import { runStorm } from "../../scripts/storm/run-storm.ts";

setDefaultTimeout(120_000);

let cluster: Cluster;
beforeAll(async () => {
  cluster = await openCluster();
});
afterAll(() => cluster?.close());

test("a storm loses nothing, doubles nothing and leaves nothing undone", async () => {
  const { checks, struck, posted } = await runStorm(cluster, {
    ...FULL_STORM,
    ...{ tenants: 5, devices: 20, messages: 600, unreadable: 4, crowds: 1, replies: 30 },
    ...{ kills: 3, seconds: 10, sendInterval: 20 },
  });
  expect(checks.filter(({ violations }) => violations.length > 0)).toEqual([]);
  expect(struck.filter((what) => what === "a server killed")).toHaveLength(3);
  expect(struck).toContain("the database stopped at once");
  expect(posted.answers[200]).toBeGreaterThan(600);
});
