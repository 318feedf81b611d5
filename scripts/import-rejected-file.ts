import { constants } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { rejectedRowsCsv } from "../src/domain/cars/import/rejected-rows-csv.ts";
import type { Rejection, StockSource } from "../src/domain/cars/import/stock-file.ts";
import { type ImportArguments, UsageError } from "./import-arguments.ts";

/** The mode bits by which anybody may write. */
const ANY_WRITE = 0o222;

/** Beside the input, or in the current folder where that is not writable. */
export async function chooseRejectedFile({ path, rejected }: ImportArguments): Promise<string> {
  const input = await stat(path).catch(() => null);
  if (!input) throw new UsageError(`There is no file ${path}; look at the path.`);
  if (!input.isFile()) throw new UsageError(`${path} is not a file; name a .csv or .xlsx file.`);
  const beside = `${path}.rejected.csv`;
  const target = rejected ?? ((await isWritable(dirname(path))) ? beside : basename(beside));
  if (resolve(target) === resolve(path)) {
    throw new UsageError("--rejected names the file to import; name another one.");
  }
  if (await isWritable(dirname(target))) return target;
  throw new UsageError(`Rejected rows cannot be written to ${target}; name a file by --rejected.`);
}

/** A folder marked as read-only is respected even where the account, such as root, could write. */
async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return ((await stat(folder)).mode & ANY_WRITE) !== 0;
  } catch {
    return false;
  }
}

/** @returns where they are; null when there are none. */
export async function writeRejected(
  target: string,
  source: StockSource,
  rejections: Rejection[],
  options: ImportArguments["options"],
): Promise<string | null> {
  if (rejections.length === 0) return null;
  const file = await open(target, "w");
  try {
    for await (const line of rejectedRowsCsv(source, rejections, options)) await file.write(line);
  } finally {
    await file.close();
  }
  return target;
}
