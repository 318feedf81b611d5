import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newToken } from "../src/infra/secrets.ts";

/** A secret of this installation: made once, readable by its owner alone. */
export async function keepSecret(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, newToken(), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return (await readFile(path, "utf8")).trim();
}
