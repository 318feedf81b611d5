/** Load on a server by a process of its own: wrk when it is there, else this folder's client. */
import { join } from "node:path";
import { outputOf } from "./output-of.ts";
import type { Target } from "./request-text.ts";
import { driveByWrk } from "./wrk.ts";

export interface Load {
  port: number;
  /** Asked for by turns. */
  targets: Target[];
  headers: Record<string, string>;
  connections: number;
  seconds: number;
  /** Requests a second, each due at its moment; as many as are answered when it is 0. */
  rate: number;
  /** The number of the first request, from which distinct paths are made. */
  first: number;
}

export interface LoadResult {
  requests: number;
  /** Answered a second. */
  rate: number;
  /** Milliseconds; of a load paced by the client here from the moment the request was due. */
  p50: number;
  p95: number;
  p99: number;
}

const KEPT_UP = 0.9;

/** Whether a server kept up with a paced load; the times of one that did not tell of its queue. */
export const keptUp = ({ rate }: LoadResult, asked: number): boolean => rate >= KEPT_UP * asked;

/** What a client reports besides: answers of 400 and more, and requests without an answer. */
export interface ClientReport extends LoadResult {
  failed: number;
}

async function driveByClient(load: Load, folder: string): Promise<ClientReport> {
  const file = join(folder, "load.json");
  await Bun.write(file, JSON.stringify(load));
  const client = join(import.meta.dir, "servers", "client.ts");
  return JSON.parse(await outputOf([process.execPath, client, file]));
}

let asked = 0;

/**
 * Puts load on a server, with paths that no load before it has asked for where they are distinct.
 * @param folder for the client's script.
 * @throws when any request failed, or none was answered: a figure of errors is none.
 */
export async function drive(load: Omit<Load, "first">, folder: string): Promise<LoadResult> {
  const whole = { ...load, first: asked };
  const report = await (Bun.which("wrk")
    ? driveByWrk(whole, folder)
    : driveByClient(whole, folder));
  // Room for those that were sent and not counted.
  asked += report.requests + 10_000;
  const asksFor = `${load.targets[0]?.host}${load.targets[0]?.path}`;
  if (report.failed > 0) throw new Error(`${report.failed} requests failed such as ${asksFor}`);
  if (report.requests === 0) throw new Error(`no answer in ${load.seconds} s such as ${asksFor}`);
  return report;
}
