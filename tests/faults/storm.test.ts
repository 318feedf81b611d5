/** The storm of `bun run storm` at a size that fits here. */
import { expect, test } from "bun:test";
import { FULL_STORM } from "../../scripts/storm/plan.ts";
import { runStorm } from "../../scripts/storm/run-storm.ts";

test("a storm loses nothing, doubles nothing and leaves nothing undone", async () => {
  const { checks, struck, posted } = await runStorm({
    ...FULL_STORM,
    ...{ tenants: 5, devices: 20, messages: 600, unreadable: 4, crowds: 1, replies: 30 },
    ...{ kills: 3, seconds: 10, sendInterval: 20 },
  });
  const wrong = checks.filter(({ violations }) => violations.length > 0);
  expect(wrong).toEqual([]);
  expect(struck.filter((what) => what === "a server killed")).toHaveLength(3);
  expect(struck).toContain("the database stopped at once");
  expect(posted.answers[200]).toBeGreaterThan(600);
}, 90_000);
