import { findText, isCode } from "./files.ts";

interface ProcessState {
  ended: boolean;
  mark: string;
}

/**
 * A text that tells a process from a later one with the same id: boot id and start tick.
 * Empty on systems without /proc.
 */
export async function readProcessMark(pid: number): Promise<string> {
  return (await readState(pid))?.mark ?? "";
}

/**
 * Whether the process that had this id and mark is still alive. Zombies count as ended.
 * An empty mark compares the id only.
 */
export async function isProcessAlive(pid: number, mark = ""): Promise<boolean> {
  if (!exists(pid)) return false;
  const state = await readState(pid);
  if (state === null) return exists(pid);
  return !state.ended && (mark === "" || mark === state.mark);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists, and belongs to another user.
    return isCode(error, "EPERM");
  }
}

async function readState(pid: number): Promise<ProcessState | null> {
  const text = await findText(`/proc/${pid}/stat`).catch(() => null);
  const bootId = await findText("/proc/sys/kernel/random/boot_id").catch(() => null);
  if (text === null) return null;
  // The second field, the command, is in brackets and may hold spaces and brackets itself.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const state = fields[0] ?? "";
  const startTick = fields[19] ?? "";
  return { ended: state === "Z" || state === "X", mark: `${bootId?.trim() ?? ""}/${startTick}` };
}
