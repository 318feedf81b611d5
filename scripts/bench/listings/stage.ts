/** Everything that the rows of the benchmark share: started when it is first asked for. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../../src/infra/embedded-postgres/index.ts";
import { newToken } from "../../../src/infra/secrets.ts";
import { makeDatabase, type Stock } from "./databases.ts";
import { drive, type Load, type LoadResult } from "./load.ts";
import { CACHE_MB, startOurs } from "./our-server.ts";
import { startDirectus } from "./peers/directus.ts";
import { startNginx } from "./peers/nginx.ts";
import { installPeer, type PeerPackage } from "./peers/packages.ts";
import { startPostgrest } from "./peers/postgrest.ts";
import { createProcesses, type Processes, type Served } from "./processes.ts";
import { startRedis } from "./redis-server.ts";
import { LARGE_STOCK, SMALL_STOCK, SMALL_TENANTS } from "./tenants.ts";

export interface Plan {
  rounds: number;
  /** Of each measurement. */
  seconds: number;
  /** Distinct addresses that are asked for when memory is measured. */
  urls: number;
}

export interface Stage {
  plan: Plan;
  folder: string;
  processes: Processes;
  redis: Served | null;
  /** The product on the main database. */
  ours(): Promise<Served>;
  /** The product on a database of its own, with a byte cache of so many megabytes. */
  oursOn(name: string, stock: Stock, cacheMb: number): Promise<Served>;
  /** The product once more on the main database. */
  oursAgain(): Promise<Served>;
  plainPg(): Promise<Served>;
  express(): Promise<Served>;
  fastify(): Promise<Served>;
  directus(): Promise<Served>;
  postgrest(): Promise<Served>;
  nginx(): Promise<Served>;
  /** 32 connections for the plan's seconds unless told otherwise. */
  drive(server: Served, load: Pick<Load, "targets"> & Partial<Load>): Promise<LoadResult>;
  close(): Promise<void>;
}

const SETTINGS = { shared_buffers: "512MB", maintenance_work_mem: "512MB", max_wal_size: "8GB" };
const MAIN: Stock[] = [
  { tenants: SMALL_TENANTS, cars: SMALL_STOCK },
  { tenants: 1, cars: LARGE_STOCK },
];
const NO_HEADERS = {};

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

export async function openStage(plan: Plan): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "autoleads-bench-"));
  const dataDir = join(folder, "database");
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false, settings: SETTINGS });
  const processes = createProcesses(folder);
  const redis = await startRedis(processes, folder);
  let databases = 0;
  // Each product on a Redis database of its own: the dealerships have the same ids in all.
  const redisUrl = () => redis && `redis://127.0.0.1:${redis.port}/${databases++}`;
  const secret = newToken();
  const start = (name: string, ownerUrl: string, cacheMb = CACHE_MB) =>
    startOurs(processes, { name, ownerUrl, folder, secret, cacheMb, redisUrl: redisUrl() });

  const main = once(() => makeDatabase(postgres.ownerUrl, "listings", MAIN));
  const postgrest = once(async () => startPostgrest(processes, await main(), folder));
  const script = (name: string, file: string, more: () => Promise<string[]>) =>
    once(async () => {
      const rest = [await main(), ...(await more())];
      const path = join(import.meta.dir, file);
      return processes.serve({
        ...{ name, command: (port) => [process.execPath, path, String(port), ...rest] },
      });
    });
  const packages = async (name: PeerPackage) => [await installPeer(folder, name)];

  return {
    ...{ plan, folder, processes, redis, postgrest },
    ours: once(async () => start("AutoLeads", await main())),
    oursOn: async (name, stock, cacheMb) =>
      start(name, await makeDatabase(postgres.ownerUrl, name, [stock]), cacheMb),
    oursAgain: async () => start("AutoLeads again", await main()),
    plainPg: script("plain pg", "servers/plain-pg-server.ts", async () => []),
    fastify: script("Fastify + pg", "peers/fastify-server.ts", () => packages("fastify")),
    express: script("Express + Prisma + Redis", "peers/express-server.ts", async () => [
      ...(await packages("express")),
      redisUrl() ?? "",
    ]),
    directus: once(async () => startDirectus(processes, await main(), folder)),
    nginx: once(async () => startNginx(processes, await postgrest(), folder)),
    drive: ({ port }, load) => {
      const usual = { headers: NO_HEADERS, connections: 32, seconds: plan.seconds, rate: 0 };
      return drive({ ...usual, port, ...load }, folder);
    },
    close: once(async () => {
      await processes.stopAll();
      await postgres.release();
      await rm(folder, { recursive: true, force: true });
    }),
  };
}
