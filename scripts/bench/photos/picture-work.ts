/**
 * What sharp does of photos with nothing around it: `bun picture-work.ts inspect|render FOLDER`
 * takes every file of the folder, as many at once as there are processors. Prints photos a second
 * and the peak of memory in MB.
 */
import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import pLimit from "p-limit";
import { inspectPicture, renderPicture } from "../../../src/infra/pictures.ts";
import { peakOf } from "./peak-of.ts";

const [work = "", folder = ""] = process.argv.slice(2);

async function once(name: string): Promise<void> {
  const bytes = await Bun.file(join(folder, name)).bytes();
  if (work === "inspect") await inspectPicture(bytes);
  else await Array.fromAsync(renderPicture(bytes, 0));
}

const names = await readdir(folder);
const started = performance.now();
await pLimit(availableParallelism()).map(names, once);
const rate = names.length / ((performance.now() - started) / 1000);
console.log(JSON.stringify({ rate, peak: await peakOf(process.pid) }));
