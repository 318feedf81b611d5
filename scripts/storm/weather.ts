import type { Cluster } from "./cluster.ts";
import type { StormPlan } from "./plan.ts";

export interface Weather {
  /** What has struck so far, in words. */
  struck: string[];
  /** Resolves when all of it has struck and everything runs again. */
  over: Promise<void>;
}

/** Lets befall the cluster what the plan says, over its seconds; each part by a clock of its own. */
export function letStorm(cluster: Cluster, plan: StormPlan): Weather {
  const struck: string[] = [];
  const { database, redis, servers } = cluster;
  const at = (share: number) => Bun.sleep(share * plan.seconds * 1_000);

  const kills = async () => {
    const pause = 1 / (plan.kills + 1);
    for (let n = 0; n < plan.kills; n += 1) {
      await at(pause);
      const other = servers[(n + 1) % servers.length];
      // One of two: the one that stays shall be there.
      await other?.answers();
      servers[n % servers.length]?.kill();
      struck.push("a server killed");
    }
  };
  const stops = async () => {
    for (let n = 0; n < plan.databaseStops; n += 1) {
      await at(0.9 / (plan.databaseStops + 1));
      await database.stopImmediately();
      struck.push("the database stopped at once");
      await Bun.sleep(500);
      await database.answers();
    }
  };
  const redisTrouble = async () => {
    if (!plan.redisGoesAway || !redis) return;
    await at(0.2);
    await redis.kill();
    struck.push("Redis killed");
    await at(0.15);
    await redis.start();
    await at(0.2);
    redis.signal("SIGSTOP");
    struck.push("Redis frozen");
    await at(0.1);
    redis.signal("SIGCONT");
    await at(0.1);
    await redis.flush();
    struck.push("Redis wiped");
  };
  const over = Promise.all([kills(), stops(), redisTrouble()]).then(async () => {
    await database.answers();
    await Promise.all(servers.map((server) => server.answers()));
  });
  return { struck, over };
}
