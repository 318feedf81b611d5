import { type Libheif, loadLibheif } from "./load-libheif.ts";
import type { RgbPixels } from "./tiff-header.ts";

/** heif_colorspace_RGB, heif_chroma_interleaved_RGB and heif_channel_interleaved. */
const [RGB, INTERLEAVED_RGB, INTERLEAVED] = [1, 10, 10] as const;
/** heif_error_Memory_allocation_error, which is also that of the limits. */
const MEMORY = 6;

export interface DecoderLimits {
  /** Of the whole picture. */
  pixels: number;
  /** Bytes of the decoder's memory, the file among them. */
  memory: number;
}

/** More than the limits allow, told before it is decoded or where it turns out. */
export class AboveLimits extends Error {
  override name = "AboveLimits";
}

/**
 * Decodes the primary picture of a HEIC file, upright. It works for as long as it takes, and leaves
 * its memory taken: it is for a process of its own.
 * @throws AboveLimits, or another Error for what is broken, or not HEVC.
 */
export async function decodeHeic(file: Uint8Array, limits: DecoderLimits): Promise<RgbPixels> {
  const { lib, budget } = await loadLibheif(limits.memory);
  const [error, found] = [lib._malloc(12), lib._malloc(4)];
  const read = (at: number) => new DataView(lib.HEAPU8.buffer).getUint32(at, true);
  const check = () => {
    if (read(error) === MEMORY || budget.isSpent) throw new AboveLimits();
    if (read(error) !== 0) throw new Error(`libheif: ${read(error)}.${read(error + 4)}`);
  };
  // heif_security_limits: max_image_size_pixels is the first after the version, of 64 bits.
  const security = lib._heif_get_global_security_limits();
  new DataView(lib.HEAPU8.buffer).setBigUint64(security + 8, BigInt(limits.pixels), true);
  const at = lib._malloc(file.length);
  lib.HEAPU8.set(file, at);
  const context = lib._heif_context_alloc();
  lib._heif_context_read_from_memory(error, context, at, file.length, 0);
  check();
  lib._heif_context_get_primary_image_handle(error, context, found);
  check();
  const handle = read(found);
  const told = lib._heif_image_handle_get_width(handle) * lib._heif_image_handle_get_height(handle);
  if (told > limits.pixels) throw new AboveLimits();
  lib._heif_decode_image(error, handle, found, RGB, INTERLEAVED_RGB, 0);
  check();
  const image = read(found);
  if (lib._heif_image_get_decoding_warnings(image, 0, 0, 0) > 0) throw new Error("cut off");
  return { ...pixelsOf(lib, image, found), profile: profileOf(lib, handle, error) };
}

function pixelsOf(lib: Libheif, image: number, found: number) {
  const width = lib._heif_image_get_width(image, INTERLEAVED);
  const height = lib._heif_image_get_height(image, INTERLEAVED);
  const at = lib._heif_image_get_plane_readonly(image, INTERLEAVED, found);
  const stride = new DataView(lib.HEAPU8.buffer).getUint32(found, true);
  const line = width * 3;
  if (stride === line) return { width, height, rgb: lib.HEAPU8.subarray(at, at + line * height) };
  const rgb = new Uint8Array(line * height);
  for (let y = 0; y < height; y += 1) {
    const row = at + y * stride;
    rgb.set(lib.HEAPU8.subarray(row, row + line), y * line);
  }
  return { width, height, rgb };
}

function profileOf(lib: Libheif, handle: number, error: number): Uint8Array {
  const bytes = lib._heif_image_handle_get_raw_color_profile_size(handle);
  if (bytes === 0) return new Uint8Array();
  const at = lib._malloc(bytes);
  lib._heif_image_handle_get_raw_color_profile(error, handle, at);
  return lib.HEAPU8.slice(at, at + bytes);
}
