import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assertObjectKey, type ObjectStore } from "./object-store.ts";

/** What only the server's own user may read. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Keeps objects as files below a folder, made when the first one comes. */
export function createFolderStore(folder: string): ObjectStore {
  const pathOf = (key: string) => {
    assertObjectKey(key);
    return join(folder, ...key.split("/"));
  };
  return {
    put: async (key, bytes) => {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
      const part = `${path}.${crypto.randomUUID()}.part`;
      try {
        await writeThrough(part, bytes);
        await rename(part, path);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
      await syncFolder(dirname(path));
    },
    get: async (key, range) => {
      const file = Bun.file(pathOf(key));
      if (!(await file.exists())) return null;
      return (range ? file.slice(range.start, range.end + 1) : file).stream();
    },
    delete: (key) => rm(pathOf(key), { force: true }),
  };
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", FILE_MODE);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
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
