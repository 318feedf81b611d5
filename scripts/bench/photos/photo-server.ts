/**
 * The server on a database that is there: `bun photo-server.ts OWNER-URL SECRET DATA-DIR WORKS`, with
 * WORKS "jobs" for one that does the jobs too. Prints its port.
 */
import { createApp } from "../../../src/app.ts";
import { loadConfig } from "../../../src/config.ts";
import { createDeps } from "../../../src/deps.ts";
import { serve } from "../../../src/http/listener/serve.ts";
import { createLogger } from "../../../src/infra/logger.ts";
import { startWeb } from "../../../src/main.ts";

const [ownerUrl = "", rootSecret = "", DATA_DIR, works] = process.argv.slice(2);
const config = loadConfig({ NODE_ENV: "test", PORT: "0", DATA_DIR });
const surroundings = { config, log: createLogger("error"), ownerUrl, rootSecret };

function startWithoutJobs(): number {
  const app = createApp(createDeps(surroundings));
  return serve({ port: 0, sharesPort: false, app, log: surroundings.log }).port;
}

const port = works === "jobs" ? startWeb(surroundings).port : startWithoutJobs();
console.log(`port ${port}`);
