import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { isCode, listEntries } from "./files.ts";
import { isProcessAlive } from "./process-mark.ts";

/**
 * Makes `target` a complete copy of `source` that every user may read, once: later calls only
 * compare. Safe against other processes doing the same and against being killed.
 * @returns whether it had to copy
 */
export async function copyPrograms(source: string, target: string): Promise<boolean> {
  const created = await mkdir(dirname(target), { recursive: true });
  if (created !== undefined) await chmod(dirname(target), 0o755);
  await removeUnfinishedCopies(target);
  if (await isCompleteCopy(source, target)) return false;
  const unfinished = `${target}.new-${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await copyTree(source, unfinished);
  try {
    await rename(unfinished, target);
  } catch (error) {
    if (!isCode(error, "ENOTEMPTY", "EEXIST")) throw error;
    if (!(await isCompleteCopy(source, target))) {
      await rm(target, { recursive: true, force: true });
      await rename(unfinished, target);
    }
    await rm(unfinished, { recursive: true, force: true });
  }
  return true;
}

async function copyTree(source: string, target: string): Promise<void> {
  await mkdir(target);
  await chmod(target, 0o755);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) {
      await copyTree(from, to);
    } else if (entry.isSymbolicLink()) {
      await symlink(await readlink(from), to);
    } else {
      await copyFile(from, to);
      await chmod(to, (await lstat(from)).mode & 0o100 ? 0o755 : 0o644);
    }
  }
}

// A power cut can leave files empty that were written shortly before it: sizes are compared.
async function isCompleteCopy(source: string, target: string): Promise<boolean> {
  const checks = (await readdir(source, { withFileTypes: true })).map(async (entry) => {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) return isCompleteCopy(from, to);
    const [original, copy] = await Promise.all([lstat(from), lstat(to).catch(() => null)]);
    return copy !== null && copy.size === original.size;
  });
  return (await Promise.all(checks)).every(Boolean);
}

async function removeUnfinishedCopies(target: string): Promise<void> {
  const folder = dirname(target);
  for (const name of await listEntries(folder)) {
    const pid = /\.new-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && Number(pid) !== process.pid && !(await isProcessAlive(Number(pid)))) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}
