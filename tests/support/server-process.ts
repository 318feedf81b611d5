import { join } from "node:path";
import { runtimeSettings } from "../../scripts/runtime-settings.ts";

const root = join(import.meta.dir, "../..");

export interface ServerProcess {
  port: number;
  child: Bun.Subprocess<"ignore", "pipe", "pipe">;
  /** All that was printed so far. */
  output(): string;
  /** Sends a request to a dealership by its Host header. */
  send(host: string, path: string, init?: RequestInit): Promise<Response>;
  /** Resolves when /health answers 200. @throws when the process ends before. */
  ready(): Promise<void>;
}

/** The real server in a process of its own, as `bun start` runs it after installing. */
export function startServerProcess(env: Record<string, string> & { PORT: string }): ServerProcess {
  const child = Bun.spawn([process.execPath, "scripts/start.ts"], {
    cwd: root,
    env: {
      ...{ PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_ENV: "development" },
      ...{ ...runtimeSettings, ...env },
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const read = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) printed += decoder.decode(chunk, { stream: true });
  };
  void read(child.stdout);
  void read(child.stderr);
  const port = Number(env.PORT);
  const send = (host: string, path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      ...init,
      headers: { ...(host && { Host: host }), ...(init.headers as Record<string, string>) },
    });
  return {
    port,
    child,
    output: () => printed,
    send,
    ready: async () => {
      for (;;) {
        if (child.exitCode !== null) throw new Error(`the server ended:\n${printed}`);
        const answer = await send("", "/health").catch(() => null);
        if (answer?.status === 200) return;
        await Bun.sleep(25);
      }
    },
  };
}
