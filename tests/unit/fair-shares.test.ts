import { expect, test } from "bun:test";
import { createFairShares } from "../../src/infra/fair-shares.ts";

test("each key has so many works under way and so many waiting, whatever the others do", async () => {
  const shares = createFairShares(2, 3);
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const running: Record<string, number> = {};
  let most = 0;
  const start = (key: string) =>
    shares.run(key, async () => {
      running[key] = (running[key] ?? 0) + 1;
      most = Math.max(most, running[key]);
      await gate;
      running[key] -= 1;
      return key;
    });
  const busy = [start("busy"), start("busy")];
  await Bun.sleep(0);
  const waiting = [start("busy"), start("busy"), start("busy")];
  expect(waiting).not.toContain(null);
  expect(start("busy")).toBeNull();
  const quiet = start("quiet");
  await Bun.sleep(0);
  expect(running).toEqual({ busy: 2, quiet: 1 });
  open();
  expect(await quiet).toBe("quiet");
  expect(await Promise.all([...busy, ...waiting])).toEqual(Array(5).fill("busy"));
  expect(most).toBe(2);
});
