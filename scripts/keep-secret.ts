import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newToken } from "../src/infra/secrets.ts";

/**
 * A secret of this installation: made once, whole or not at all, readable by its owner alone.
 * @throws Error saying what to do when the file that is there is no such secret.
 */
export async function keepSecret(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  const fresh = `${path}.${process.pid}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(fresh, newToken(), { mode: 0o600 });
  await link(fresh, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(fresh);
  const secret = await readFile(path, "utf8").catch(() => "");
  if (Buffer.byteLength(secret.trim()) >= 32) return secret.trim();
  throw new Error(`${path} holds no secret. Delete it to have a new one made; all log in again.`);
}
