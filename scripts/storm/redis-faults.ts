import { Redis } from "ioredis";
import { freePort } from "../free-port.ts";

export interface RedisFaults {
  url: string;
  kill(): Promise<void>;
  /** An empty one on the same port. */
  start(): Promise<void>;
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  flush(): Promise<void>;
  /** While on, every write is refused with READONLY. */
  readOnly(on: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis of this run alone, and what can befall it; null where there is no redis-server. */
export async function startRedis(folder: string): Promise<RedisFaults | null> {
  const binary = Bun.which("redis-server");
  if (!binary) return null;
  const port = await freePort();
  const run = () =>
    Bun.spawn(
      [...[binary, "--port", `${port}`, "--bind", "127.0.0.1"], ...["--save", "", "--dir", folder]],
      { stdio: ["ignore", "ignore", "ignore"] },
    );
  const ask = async (work: (redis: Redis) => Promise<unknown>) => {
    const redis = new Redis(port, "127.0.0.1", { maxRetriesPerRequest: 40 });
    redis.on("error", () => {});
    await work(redis).finally(() => redis.disconnect());
  };
  let server = run();
  await ask((redis) => redis.ping());
  const kill = async () => {
    server.kill("SIGKILL");
    await server.exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start: async () => {
      server = run();
      await ask((redis) => redis.ping());
    },
    signal: (name) => server.kill(name),
    flush: () => ask((redis) => redis.flushall()),
    // A replica of nobody: it serves what it holds and refuses to write.
    readOnly: (on) =>
      ask((redis) => (on ? redis.replicaof("127.0.0.1", 1) : redis.replicaof("NO", "ONE"))),
    stop: kill,
  };
}
