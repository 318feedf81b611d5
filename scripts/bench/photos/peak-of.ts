import { readFile } from "node:fs/promises";

/** The most memory that a process has had at once, in MB; 0 where the system does not tell. */
export async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
