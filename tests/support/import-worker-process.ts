/** A worker that takes in files of stock, and tells how far it is: `bun import-worker-process.ts`. */
import { workerUrl } from "../../src/db/index.ts";
import { startJobWorker } from "../../src/infra/job-queue.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { importStockJob } from "../../src/jobs/handlers/import-stock.ts";
import { createTestApp } from "./test-app.ts";

const { deps, ownerUrl } = createTestApp();
startJobWorker(
  workerUrl(ownerUrl),
  { importStock: (payload) => importStockJob(deps, payload as never) },
  { concurrency: 1, log: createLogger("silent") },
);
console.log("begun");
