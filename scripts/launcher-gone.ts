import { readFile } from "node:fs/promises";

const INTERVAL_MS = 250;

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^PPid:\t(\d+)$/m.exec(status)?.[1] ?? 0);
}

/**
 * Resolves when the npx that started this process was ended. npx hands a signal to its shell
 * alone, which dies without a word to `bun start` below it. Without npx it never resolves.
 */
export async function launcherGone(): Promise<"launcher gone"> {
  const shell = await parentOf(process.ppid);
  const title = await readFile(`/proc/${await parentOf(shell)}/cmdline`, "utf8").catch(() => "");
  if (!title.startsWith("npm exec")) return new Promise(() => {});
  while ((await parentOf(process.ppid)) === shell) await Bun.sleep(INTERVAL_MS);
  return "launcher gone";
}
