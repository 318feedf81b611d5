import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The part of libheif's C interface that is used; an address is a number. */
export interface Libheif {
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _heif_get_global_security_limits(): number;
  _heif_context_alloc(): number;
  _heif_context_read_from_memory(
    error: number,
    context: number,
    at: number,
    bytes: number,
    options: number,
  ): void;
  _heif_context_get_primary_image_handle(error: number, context: number, handle: number): void;
  _heif_image_handle_get_width(handle: number): number;
  _heif_image_handle_get_height(handle: number): number;
  _heif_image_handle_get_raw_color_profile_size(handle: number): number;
  _heif_image_handle_get_raw_color_profile(error: number, handle: number, at: number): void;
  _heif_decode_image(
    error: number,
    handle: number,
    image: number,
    colorspace: number,
    chroma: number,
    options: number,
  ): void;
  _heif_image_get_width(image: number, channel: number): number;
  _heif_image_get_height(image: number, channel: number): number;
  _heif_image_get_plane_readonly(image: number, channel: number, stride: number): number;
  _heif_image_get_decoding_warnings(
    image: number,
    first: number,
    warnings: number,
    most: number,
  ): number;
}

/**
 * Loads the decoder, with a memory of its own.
 * @param memory the most bytes of it; what is refused then is told by the budget.
 */
export async function loadLibheif(memory: number): Promise<{ lib: Libheif; budget: Budget }> {
  const budget = { most: memory, isSpent: false };
  const { default: factory } = await import("libheif-js/libheif-wasm/libheif.js");
  const wasm = await readFile(
    fileURLToPath(import.meta.resolve("libheif-js/libheif-wasm/libheif.wasm")),
  );
  const lib: Libheif = factory({
    instantiateWasm: (
      imports: Bun.WebAssembly.Imports,
      receive: (made: WebAssembly.Instance) => void,
    ) => {
      const made = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
      for (const one of Object.values(made.exports)) {
        if (one instanceof WebAssembly.Memory) limit(one, budget);
      }
      receive(made);
      return made.exports;
    },
  });
  return { lib, budget };
}

interface Budget {
  /** Bytes. */
  most: number;
  isSpent: boolean;
}

const PAGE = 65_536;

/** Memory that is refused is an allocation that fails within the decoder, which says so or not. */
function limit(memory: WebAssembly.Memory, budget: Budget): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    budget.isSpent ||= memory.buffer.byteLength + pages * PAGE > budget.most;
    if (budget.isSpent) throw new RangeError("no more memory");
    return grow(pages);
  };
}
