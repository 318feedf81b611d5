/** What Linux tells of a process and those that it started. */
import { readdir, readFile } from "node:fs/promises";

const TICKS_A_SECOND = 100;

interface ProcessStat {
  pid: number;
  parent: number;
  /** Seconds of CPU, with those of children that have ended. */
  cpu: number;
}

async function statOf(pid: string): Promise<ProcessStat | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  // The name in brackets may hold spaces.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  if (!fields) return null;
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid: Number(pid), parent: Number(fields[1]), cpu: ticks / TICKS_A_SECOND };
}

async function familyOf(pid: number): Promise<ProcessStat[]> {
  const names = await readdir("/proc").catch(() => []);
  const stats = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(statOf));
  const all = stats.filter((stat) => stat !== null);
  const family = all.filter((stat) => stat.pid === pid);
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid));
  return family;
}

/** Seconds of CPU that a process and its children have used; 0 where there is no /proc. */
export async function cpuSeconds(pid: number): Promise<number> {
  return (await familyOf(pid)).reduce((sum, { cpu }) => sum + cpu, 0);
}

/** Megabytes that a process and its children hold in memory; 0 where there is no /proc. */
export async function memoryMb(pid: number): Promise<number> {
  const family = await familyOf(pid);
  const held = family.map(async (member) => {
    const status = await readFile(`/proc/${member.pid}/status`, "utf8").catch(() => "");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  });
  return (await Promise.all(held)).reduce((sum, megabytes) => sum + megabytes, 0);
}
