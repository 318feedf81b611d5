import { join } from "node:path";
import { findText } from "./files.ts";

export interface ServerFile {
  pid: number;
  port: number;
  status: string;
}

/**
 * What a server has written about itself into postmaster.pid; null when there is none, or it is
 * still being written. The server may be dead.
 */
export async function readServerFile(cluster: string): Promise<ServerFile | null> {
  const lines = ((await findText(join(cluster, "postmaster.pid"))) ?? "").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(pid > 0)) return null;
  return { pid, port, status: (lines[7] ?? "").trim() };
}

/** The port the last server was started with, or null before the first start. */
export async function findLastPort(cluster: string): Promise<number | null> {
  const line = (await findText(join(cluster, "postmaster.opts"))) ?? "";
  const port = /"-p" "(\d+)"/.exec(line)?.[1];
  return port === undefined ? null : Number(port);
}
