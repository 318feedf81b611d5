import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "../../src/db/index.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import { startEmbeddedPostgres } from "../../src/infra/embedded-postgres/index.ts";
import { newToken } from "../../src/infra/secrets.ts";
import { freePort } from "../free-port.ts";
import { type DatabaseFaults, databaseFaults } from "./database-faults.ts";
import { type RedisFaults, startRedis } from "./redis-faults.ts";
import { type SupervisedServer, superviseServer } from "./supervised-server.ts";

export interface Cluster {
  ownerUrl: string;
  rootSecret: string;
  database: DatabaseFaults;
  /** Null where there is no redis-server. */
  redis: RedisFaults | null;
  servers: SupervisedServer[];
  /** Starts the server processes and waits until they answer. */
  startServers(count: number, env?: Record<string, string>): Promise<void>;
  close(): Promise<void>;
}

/**
 * A whole installation of its own: a PostgreSQL that keeps what it has committed, a Redis, and as
 * many server processes as are started. Nothing of it is left after close.
 */
export async function openCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), "autoleads-storm-"));
  const dataDir = join(folder, "database");
  const postgres = await startEmbeddedPostgres({ dataDir });
  const { ownerUrl } = postgres;
  await migrate(ownerUrl);
  const rootSecret = newToken();
  await ensureKeys(ownerUrl, rootSecret);
  const redis = await startRedis(folder);
  const servers: SupervisedServer[] = [];
  return {
    ...{ ownerUrl, rootSecret, redis, servers },
    database: databaseFaults(dataDir, ownerUrl),
    startServers: async (count, env = {}) => {
      for (let n = 0; n < count; n += 1) {
        servers.push(
          superviseServer({
            ...{ PORT: `${await freePort()}`, NODE_ENV: "production", LOG_LEVEL: "warn" },
            ...{ DATABASE_URL: ownerUrl, JWT_SECRET: rootSecret, DATA_DIR: join(folder, "files") },
            ...(redis && { REDIS_URL: redis.url }),
            ...env,
          }),
        );
      }
      await Promise.all(servers.map((server) => server.answers()));
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await redis?.stop();
      await postgres.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
