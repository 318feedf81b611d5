/** The product as an operator starts it, with everything on. */
import { join } from "node:path";
import { runtimeSettings } from "../../runtime-settings.ts";
import type { Processes, Served } from "./processes.ts";
import { hostOf } from "./queries.ts";

/** Megabytes of the byte cache unless a row says otherwise. */
export const CACHE_MB = 64;

export interface OurSettings {
  name: string;
  /** The database as its owner. */
  ownerUrl: string;
  redisUrl: string | null;
  /** What opens the database's keys, the same for every server on it. */
  secret: string;
  folder: string;
  cacheMb: number;
}

/** One process, with access log and rate limit. @returns it once it answers a dealership's page. */
export function startOurs(processes: Processes, settings: OurSettings): Promise<Served> {
  const { name, ownerUrl, redisUrl, secret, folder, cacheMb } = settings;
  const root = join(import.meta.dir, "../../..");
  return processes.serve({
    ...{ name, cwd: root, command: () => [process.execPath, join(root, "scripts/start.ts")] },
    env: (port) => ({
      ...{ NODE_ENV: "production", PORT: String(port), WEB_CONCURRENCY: "1", LOG_LEVEL: "info" },
      ...{ DATABASE_URL: ownerUrl, REDIS_URL: redisUrl ?? "", BASE_DOMAIN: "localhost" },
      ...{ JWT_SECRET: secret, DATA_DIR: join(folder, "data") },
      ...runtimeSettings,
      // More than is asked for in a second.
      ...{ RATE_LIMIT_MAX_REQUESTS: "1000000", RATE_LIMIT_WINDOW_MS: "1000" },
      PUBLIC_CACHE_MB: String(cacheMb),
    }),
    isReady: async (port) => {
      const headers = { Host: hostOf(1) };
      const answer = await fetch(`http://127.0.0.1:${port}/api/site`, { headers }).catch(
        () => null,
      );
      return answer?.status === 200;
    },
  });
}
