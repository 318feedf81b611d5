import { join } from "node:path";

const read = async (name: string) =>
  Buffer.from(await Bun.file(join(import.meta.dir, "heic", name)).arrayBuffer());

/** As phonePhoto, by an iPhone: its container turns it upright, and its EXIF says so again. */
export const HEIC_PHOTO = await read("phone.heic");
/** Two pictures, of which the first, green, is the primary. */
export const HEIC_OF_TWO = await read("two.heic");
/** 9,000 × 7,000 pixels in some kB. */
export const HUGE_HEIC = await read("huge.heic");

/** The same file whose container tells another size. */
export function claiming(heic: Buffer, width: number, height: number): Buffer {
  const file = Buffer.from(heic);
  const at = file.indexOf("ispe");
  file.writeUInt32BE(width, at + 8);
  file.writeUInt32BE(height, at + 12);
  return file;
}
