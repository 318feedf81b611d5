/** An installation with a dealership of a size, among others. */
import pg from "pg";
import { createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { migrate } from "../../src/db/index.ts";
import { createDeps } from "../../src/deps.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { newToken } from "../../src/infra/secrets.ts";
import { createProgressBar } from "../progress-bar.ts";
import { logIn, openGrown } from "./growth-dealership.ts";
import { grow, leadId, MESSAGES_OF_ONE, rowsOf, withoutIndexes } from "./growth-rows.ts";
import type { Site } from "./measure-pages.ts";

/** Dealerships of a thousand leads each. */
const OTHERS = 10;

/** A database of its own with a dealership of so many leads among others. */
export async function openWorld(clusterUrl: string, name: string, leads: number) {
  const admin = new pg.Client({ connectionString: clusterUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  const ownerUrl = url.href;
  await migrate(ownerUrl);
  const rootSecret = newToken();
  await ensureKeys(ownerUrl, rootSecret);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const deps = createDeps({
    ...{ ownerUrl, rootSecret, log: createLogger("error") },
    config: loadConfig({ NODE_ENV: "test" }),
  });

  const began = performance.now();
  const bar = createProgressBar();
  // The rows fit together by themselves; checking each reference would take the longest.
  await owner.query("SET session_replication_role = replica");
  const dealership = await openGrown(owner, ownerUrl, "grown");
  await withoutIndexes(owner, async () => {
    for (let n = 0; n < OTHERS; n += 1) {
      await grow(owner, await openGrown(owner, ownerUrl, `other-${n}`), 1_000);
    }
    await grow(owner, dealership, leads, (done) => bar.show(name, done, rowsOf(leads)));
    bar.end();
  });
  await owner.query("VACUUM (ANALYZE) leads, conversations, messages");
  await owner.query("CHECKPOINT");
  const messages = leads * MESSAGES_OF_ONE;
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(
    `${leads.toLocaleString("en")} leads, ${messages.toLocaleString("en")} messages in ${seconds} s`,
  );
  const site: Site = {
    ...{ app: createApp(deps), deps, host: "grown.localhost" },
    readers: {
      owner: await logIn(owner, deps, dealership, dealership.ownerId),
      sales: await logIn(owner, deps, dealership, dealership.staff[0] ?? ""),
    },
    lead: () => leadId(1 + Math.floor(Math.random() * leads)),
  };
  await owner.end();
  return { site, close: () => deps.close() };
}
