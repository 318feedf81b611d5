import type { Processes, Served } from "./processes.ts";

/** A Redis that keeps nothing on disk; null when there is none to be had. */
export async function startRedis(processes: Processes, folder: string): Promise<Served | null> {
  const binary = Bun.which("redis-server");
  if (!binary) return null;
  return processes.serve({
    name: "redis",
    command: (port) => [
      ...[binary, "--port", String(port), "--bind", "127.0.0.1"],
      ...["--save", "", "--dir", folder],
    ],
    isReady: (port) =>
      Bun.connect({ hostname: "127.0.0.1", port, socket: { data: () => {} } }).then(
        (socket) => {
          socket.end();
          return true;
        },
        () => false,
      ),
  });
}
