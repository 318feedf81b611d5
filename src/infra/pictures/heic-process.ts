/**
 * A process that decodes one HEIC file, from its input to its output, and tells by how it ends what
 * the file is.
 */
import { AboveLimits, decodeHeic } from "./libheif.ts";
import { tiffHeader } from "./tiff-header.ts";

/** What it ends with: well, above the limits, or broken. */
export type HeicEnding = 0 | 3 | 4;

/** Bytes written at once. */
const CHUNK = 1024 ** 2;

const [pixels, memory] = process.argv.slice(2).map(Number) as [number, number];
try {
  const found = await decodeHeic(await Bun.stdin.bytes(), { pixels, memory });
  const output = Bun.stdout.writer();
  output.write(tiffHeader(found));
  for (let at = 0; at < found.rgb.length; at += CHUNK) {
    output.write(found.rgb.subarray(at, at + CHUNK));
    await output.flush();
  }
  await output.end();
} catch (error) {
  const ending: HeicEnding = error instanceof AboveLimits ? 3 : 4;
  process.exit(ending);
}
