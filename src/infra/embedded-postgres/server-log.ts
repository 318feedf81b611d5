import { appendFile, open, stat, truncate } from "node:fs/promises";
import { isCode } from "./files.ts";

const LIMIT_BYTES = 8 * 1024 * 1024;
const KEPT_BYTES = 256 * 1024;

/** The last lines written after byte `from`, at most 30. */
export async function readLogTail(path: string, from = 0): Promise<string> {
  const { size } = await stat(path);
  const text = await readEnd(path, Math.min(size - from, KEPT_BYTES));
  return text.trimEnd().split("\n").slice(-30).join("\n");
}

/**
 * Cuts a log of more than 8 MB down to its last 256 KB. The server appends (O_APPEND) and goes on
 * writing at the new end; lines written during the cut may be lost.
 */
export async function trimServerLog(path: string): Promise<void> {
  try {
    if ((await stat(path)).size <= LIMIT_BYTES) return;
    const kept = await readEnd(path, KEPT_BYTES);
    await truncate(path, 0);
    await appendFile(path, kept.slice(kept.indexOf("\n") + 1));
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
}

async function readEnd(path: string, length: number): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const wanted = Math.max(0, Math.min(length, size));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, size - wanted);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
