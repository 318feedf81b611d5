/**
 * A process that decodes one HEIC file, from its input to its output, and tells by how it ends what
 * the file is.
 */
import { AboveLimits, decodeHeic } from "./libheif.ts";
import { tiffHeader } from "./tiff-header.ts";

const [pixels, memory] = process.argv.slice(2).map(Number) as [number, number];
try {
  const found = await decodeHeic(await Bun.stdin.bytes(), { pixels, memory });
  const output = Bun.stdout.writer();
  output.write(tiffHeader(found));
  output.write(found.rgb);
  await output.end();
} catch (error) {
  process.exit(error instanceof AboveLimits ? 3 : 4);
}
