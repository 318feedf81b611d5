import { freePort } from "./free-port.ts";

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

/** The Redis of TEST_REDIS_URL, or one started for this run; null when there is none to be had. */
export async function startTestRedis(folder: string): Promise<TestRedis | null> {
  const given = process.env["TEST_REDIS_URL"];
  if (given) return { url: given, stop: async () => {} };
  const binary = Bun.which("redis-server");
  if (!binary) return null;
  const port = await freePort();
  const command = [
    binary,
    "--port",
    `${port}`,
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--dir",
    folder,
  ];
  const server = Bun.spawn(command, { stdio: ["ignore", "ignore", "ignore"] });
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill();
      await server.exited;
    },
  };
}
