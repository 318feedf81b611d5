/**
 * The server's requests on a database that is there: `bun webhook-server.ts OWNER-URL SECRET WORKS`,
 * with WORKS "inbox" for one that also works in what it takes in, and "all" for one that does the
 * jobs too. Prints its port.
 */
import { createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { createDeps } from "../../src/deps.ts";
import { serve } from "../../src/http/listener/serve.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { runInbox } from "../../src/jobs/run-inbox.ts";
import { startWeb } from "../../src/main.ts";

const [ownerUrl = "", rootSecret = "", works = "no"] = process.argv.slice(2);
const config = loadConfig({ NODE_ENV: "test", PORT: "0", LOG_LEVEL: process.env["LOG_LEVEL"] });
const surroundings = { config, log: createLogger(config.LOG_LEVEL), ownerUrl, rootSecret };

function startIntake(): number {
  const deps = createDeps(surroundings);
  const app = createApp(deps);
  if (works === "inbox") runInbox(deps);
  return serve({ port: 0, sharesPort: false, app, log: surroundings.log }).port;
}

const port = works === "all" ? startWeb(surroundings).port : startIntake();
process.stderr.write(`port ${port}\n`);
