import { fileURLToPath } from "node:url";
import pLimit from "p-limit";
import type { HeicEnding } from "./heic-process.ts";
import { PictureRefused } from "./picture-refused.ts";

/** Bytes of the decoder's memory: 48 million pixels of a phone take some 360 MB. */
const MEMORY = 512 * 1024 ** 2;
/** Milliseconds: 48 million pixels take some 1.5 s of a processor. */
const LONGEST = 60_000;

/** Each takes a processor. */
const AT_ONCE = 2;
const inTurn = pLimit(AT_ONCE);

const PROCESS = fileURLToPath(import.meta.resolve("./heic-process.ts"));
const ABOVE_LIMITS: HeicEnding = 3;
const BROKEN: HeicEnding = 4;

/**
 * Decodes the primary picture of a HEIC file, upright, to an uncompressed TIFF. What decodes it is
 * WebAssembly in a process of its own, as a thread could not be ended while it is at it.
 * @throws PictureRefused pixels when it has too many or takes too much memory or time, or broken;
 * another Error when it cannot be told.
 */
export function decodeHeic(bytes: Uint8Array, mostPixels: number): Promise<Uint8Array> {
  return inTurn(async () => {
    const child = Bun.spawn([process.execPath, PROCESS, String(mostPixels), String(MEMORY)], {
      // Nothing of the server's own: what it reads comes from strangers.
      env: {},
      ...{ stdin: bytes, stdout: "pipe", stderr: "ignore" },
      ...{ timeout: LONGEST, killSignal: "SIGKILL" },
    });
    const tiff = await new Response(child.stdout).bytes();
    const code = await child.exited;
    if (code === 0) return tiff;
    if (code === ABOVE_LIMITS || child.signalCode === "SIGKILL") throw new PictureRefused("pixels");
    if (code === BROKEN) throw new PictureRefused("broken");
    throw new Error(`the process that decodes HEIC ended with ${code}`);
  });
}
