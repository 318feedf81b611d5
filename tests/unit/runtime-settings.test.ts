/** What `bun start` has the runtime do. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { runtimeSettings } from "../../scripts/runtime-settings.ts";

const root = join(import.meta.dir, "../..");

test("while pictures are rendered, passwords, tokens and connections do not wait for them", async () => {
  const program = join(root, "tests/support/rendering-process.ts");
  const child = Bun.spawn([process.execPath, program], {
    env: { PATH: process.env["PATH"], ...runtimeSettings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { renditions, share } = JSON.parse(await child.stdout.text());
  expect(renditions).toBeGreaterThan(10);
  expect(share).toBeLessThan(0.4);
});

test("the image sets what `bun start` sets", async () => {
  const image = await Bun.file(join(root, "Dockerfile")).text();
  for (const [name, value] of Object.entries(runtimeSettings)) {
    expect(image).toContain(` ${name}=${value}`);
  }
  expect(Object.keys(runtimeSettings)).toContain("UV_THREADPOOL_SIZE");
});
