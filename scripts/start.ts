/** `bun start`: from a fresh checkout, or the last stop, to a server that answers. */
import { loadDemo } from "../src/demo/load-demo.ts";
import { ensureKeys } from "../src/domain/keys/ensure-keys.ts";
import { listTenants } from "../src/domain/tenants/list-tenants.ts";
import { startWeb, stopRequested } from "../src/main.ts";
import { launcherGone } from "./launcher-gone.ts";
import { openForOperator } from "./open-database.ts";
import { printAddresses } from "./print-addresses.ts";
import { rootSecret as rootSecretOf } from "./root-secret.ts";
import { startWebProcesses } from "./web-processes.ts";

const HELP = `Usage: bun start

Starts AutoLeads: an embedded PostgreSQL under DATA_DIR unless DATABASE_URL is set, the
migrations, the demo when the database is empty (not in production), and the server on PORT, by
WEB_CONCURRENCY processes.
Settings come from the environment or from .env; .env.example explains each.
Ctrl-C stops it cleanly.`;

if (process.argv.slice(2).some((word) => ["-h", "--help", "help"].includes(word))) {
  console.log(HELP);
  process.exit(0);
}

const report = (step: string, milliseconds: number) =>
  console.log(`  ${step.padEnd(34)} ${String(Math.round(milliseconds)).padStart(6)} ms`);

const stop = Promise.race([stopRequested(), launcherGone()]);
const { config, log, ownerUrl, close } = await openForOperator(report);
try {
  if (config.NODE_ENV !== "production") {
    const started = performance.now();
    if (await loadDemo(ownerUrl)) report("load the demo", performance.now() - started);
  }
  const rootSecret = await rootSecretOf(config);
  await ensureKeys(ownerUrl, rootSecret, config.JWT_SECRET_PREVIOUS);
  const tenants = await listTenants(ownerUrl);
  const surroundings = { config, log, ownerUrl, rootSecret };
  const isAlone = config.WEB_CONCURRENCY === 1;
  const web = isAlone ? startWeb(surroundings) : await startWebProcesses(surroundings);
  report("ready, all in all", performance.now());
  printAddresses({ port: web.port, baseDomain: config.BASE_DOMAIN, tenants });
  log.info({ reason: await stop }, "stopping");
  await web.stop();
  await close();
  log.info("stopped");
  process.exit(0);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const taken = code === "EADDRINUSE" ? "is taken" : code === "EACCES" ? "is not allowed" : null;
  console.error(`\n${taken ? `Port ${config.PORT} ${taken}. Set PORT to another one.` : message}`);
  log.debug({ err: error }, "start failed");
  await close();
  process.exit(1);
}
