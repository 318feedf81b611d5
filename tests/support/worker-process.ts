/** A worker whose jobs of one task begin and never end: `bun worker-process.ts URL TASK`. */
import { startJobWorker } from "../../src/infra/job-queue.ts";
import { createLogger } from "../../src/infra/logger.ts";

const [url = "", task = ""] = process.argv.slice(2);
startJobWorker(
  url,
  {
    [task]: () => {
      console.log("begun");
      return new Promise(() => {});
    },
  },
  { concurrency: 3, log: createLogger("silent") },
);
