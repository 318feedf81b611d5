/** What HTTP alone costs: a handler that gives an answer of ours and does nothing else. */
import { join } from "node:path";
import type { Processes, Served } from "./processes.ts";
import type { Target } from "./request-text.ts";

export interface RecordedAnswer {
  status: number;
  headers: [string, string][];
  /** Base64; null when there is none. */
  body: string | null;
}

/** Headers that a server writes by itself. */
const OF_TRANSPORT = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];

/** Asks once, and gives the answer as it came. */
export async function record(
  port: number,
  { host, path, headers }: Target,
): Promise<RecordedAnswer> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...{ headers: { Host: host, "Accept-Encoding": "identity", ...headers }, decompress: false },
  });
  const body = Buffer.from(await answer.arrayBuffer());
  return {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !OF_TRANSPORT.includes(name)),
    body: body.length > 0 ? body.toString("base64") : null,
  };
}

export const headerOf = ({ headers }: RecordedAnswer, wanted: string): string | undefined =>
  headers.find(([name]) => name === wanted)?.[1];

export const bytesOf = ({ body }: RecordedAnswer): number =>
  Buffer.from(body ?? "", "base64").length;

let servers = 0;

export async function startBare(
  processes: Processes,
  answer: RecordedAnswer,
  folder: string,
): Promise<Served> {
  servers += 1;
  const file = join(folder, `answer-${servers}.json`);
  await Bun.write(file, JSON.stringify(answer));
  const script = join(import.meta.dir, "servers/bare-server.ts");
  return processes.serve({
    name: "bare",
    command: (port) => [process.execPath, script, String(port), file],
  });
}
