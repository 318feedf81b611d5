/** One of several web processes on one port: `bun start` begins it and tells it what it needs. */
import { loadConfig } from "../src/config.ts";
import { createLogger } from "../src/infra/logger.ts";
import { startWeb, stopRequested } from "../src/main.ts";

/** What no argument and no log shall show. */
export interface Instructions {
  port: number;
  ownerUrl: string;
  rootSecret: string;
}

/** What becomes of the start. */
export type StartReport = { ready: true } | { ready: false; code?: string; message: string };

if (!process.send) {
  console.error("This is started by `bun start`, with WEB_CONCURRENCY above 1.");
  process.exit(1);
}
const report = (outcome: StartReport) => process.send?.(outcome);
/** Also when it was killed, and told nobody to stop. */
const parentGone = new Promise<string>((resolve) => {
  process.once("disconnect", () => resolve("parent gone"));
});
const stop = Promise.race([stopRequested(), parentGone]);
const { port, ...secrets } = await new Promise<Instructions>((resolve) => {
  process.once("message", resolve);
});
const config = { ...loadConfig(), PORT: port };
const log = createLogger(config.LOG_LEVEL);
try {
  const web = startWeb({ config, log, ...secrets }, { sharesPort: true });
  report({ ready: true });
  log.debug({ pid: process.pid, reason: await stop }, "a web process stops");
  await web.stop();
  process.exit(0);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  report({ ready: false, code, message });
  process.exit(1);
}
