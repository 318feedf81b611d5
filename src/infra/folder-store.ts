import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assertObjectKey, type ObjectStore, WrongLength } from "./object-store.ts";

/** What only the server's own user may read. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Where files are written before they have their names; no key can mean it. */
const PARTS = ".parts";
/** Milliseconds without a change after which nobody writes a part any more: its process is gone. */
const PART_IS_LEFT_AFTER = 3_600_000;
/** Milliseconds between two looks for such parts. */
const LOOK_INTERVAL = 600_000;

/** Keeps objects as files below a folder, made when the first one comes. */
export function createFolderStore(folder: string): ObjectStore {
  const parts = join(folder, PARTS);
  const pathOf = (key: string) => {
    assertObjectKey(key);
    return join(folder, ...key.split("/"));
  };
  let lookedAt = 0;
  async function tidy(): Promise<void> {
    if (Date.now() - lookedAt < LOOK_INTERVAL) return;
    lookedAt = Date.now();
    await removeLeftParts(parts);
  }

  async function write(key: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
    const path = pathOf(key);
    for (const made of [dirname(path), parts]) {
      await mkdir(made, { recursive: true, mode: FOLDER_MODE });
    }
    await tidy();
    const part = join(parts, crypto.randomUUID());
    try {
      await writeThrough(part, fill);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
  }

  return {
    put: (key, bytes) => write(key, (file) => file.writeFile(bytes)),
    get: async (key, range) => {
      const file = Bun.file(pathOf(key));
      if (!(await file.exists())) return null;
      return (range ? file.slice(range.start, range.end + 1) : file).stream();
    },
    delete: async (key) => {
      await rm(pathOf(key), { force: true });
      await tidy();
    },
    direct: {
      at: "server",
      receive: (key, stream, bytes) => write(key, (file) => fillFrom(stream, file, bytes)),
    },
  };
}

async function writeThrough(path: string, fill: (file: FileHandle) => Promise<void>) {
  const file = await open(path, "wx", FILE_MODE);
  try {
    await fill(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws WrongLength */
async function fillFrom(stream: ReadableStream<Uint8Array>, file: FileHandle, bytes: number) {
  let written = 0;
  for await (const chunk of stream) {
    written += chunk.length;
    if (written > bytes) throw new WrongLength();
    await file.writeFile(chunk);
  }
  if (written < bytes) throw new WrongLength();
}

/** Those of processes that were killed while they wrote. */
async function removeLeftParts(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const changed = await stat(path).catch(() => null);
    if (!changed || Date.now() - changed.mtimeMs < PART_IS_LEFT_AFTER) continue;
    await rm(path, { force: true });
  }
}

/** The name of a file outlives a power cut once its folder is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
