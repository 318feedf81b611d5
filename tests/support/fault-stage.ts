import pg from "pg";
import { type Check, checkMessages } from "../../scripts/storm/check-messages.ts";
import { checkRest } from "../../scripts/storm/check-rest.ts";
import { type Cluster, openCluster } from "../../scripts/storm/cluster.ts";
import { FULL_STORM } from "../../scripts/storm/plan.ts";
import { spreadPosts } from "../../scripts/storm/posts.ts";
import { createChance } from "../../scripts/storm/random.ts";
import { createRestlessClient, type Posted } from "../../scripts/storm/restless-client.ts";
import { type Settled, settle } from "../../scripts/storm/settle.ts";
import { type StormTenant, setStage } from "../../scripts/storm/stage.ts";
import { readMessages } from "../../scripts/storm/stored.ts";
import { type StormMessage, writeMessages } from "../../scripts/storm/write-messages.ts";
import { createLedger } from "./ledger.ts";

/** Seconds in which what was accepted must have been worked in. */
const CATCH_UP = 30;

export interface FaultStage {
  cluster: Cluster;
  tenants: StormTenant[];
  /**
   * Posts messages over some seconds, waits until all are worked in, and holds the ledger of
   * everything that was posted here so far against the database.
   */
  post(load: { messages: number; seconds: number }): Promise<Posted & { settled: Settled }>;
  /** What speaks against nothing being lost; nothing, it is to be hoped. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

/** Two server processes with some dealerships, for faults to befall them one after another. */
export async function openFaultStage(): Promise<FaultStage> {
  const cluster = await openCluster();
  const tenants = await setStage(cluster, { tenants: 3, devices: 6, sendInterval: 0 });
  await cluster.startServers(2);
  const ledger = createLedger();
  const written: StormMessage[] = [];
  let seed = 0;
  return {
    ...{ cluster, tenants },
    post: async (load) => {
      seed += 1;
      const plan = { ...FULL_STORM, ...load, seed, crowds: 0 };
      const chance = createChance(seed);
      const fresh = writeMessages(plan, tenants, chance, Date.now());
      written.push(...fresh);
      const client = createRestlessClient(() => cluster.servers.map(({ port }) => port), ledger);
      await client.post(spreadPosts(fresh, plan, chance));
      return { ...client.posted, settled: await settle(cluster.ownerUrl, CATCH_UP) };
    },
    violations: async () => {
      const owner = new pg.Client({ connectionString: cluster.ownerUrl });
      await owner.connect();
      const stored = await readMessages(owner);
      const checks: Check[] = [
        ...checkMessages(written, ledger, stored),
        ...(await checkRest(owner, written, ledger, stored)),
      ];
      await owner.end();
      return checks.flatMap(({ name, violations }) =>
        violations.map((violation) => `${name}: ${violation}`),
      );
    },
    close: () => cluster.close(),
  };
}
