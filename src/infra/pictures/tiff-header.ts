/** Bytes of one entry of a TIFF's directory. */
const ENTRY = 12;
const [SHORT, LONG, UNDEFINED] = [3, 4, 7] as const;

export interface RgbPixels {
  width: number;
  height: number;
  /** Three bytes a pixel, row after row. */
  rgb: Uint8Array;
  /** An ICC profile; empty for sRGB. */
  profile: Uint8Array;
}

/** What stands before pixels to make them an uncompressed TIFF 6.0, which names their colours. */
export function tiffHeader({ width, height, rgb, profile }: RgbPixels): Uint8Array {
  const count = profile.length > 0 ? 11 : 10;
  const bits = 8 + 2 + count * ENTRY + 4;
  const profileAt = bits + 6;
  const rgbAt = profileAt + profile.length + (profile.length % 2);
  const file = new Uint8Array(rgbAt);
  const view = new DataView(file.buffer);
  file.set([0x49, 0x49, 42, 0, 8, 0, 0, 0, count]);
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, 3, bits],
    // Not compressed; red, green and blue.
    [259, SHORT, 1, 1],
    [262, SHORT, 1, 2],
    [273, LONG, 1, rgbAt],
    [277, SHORT, 1, 3],
    [278, LONG, 1, height],
    [279, LONG, 1, rgb.length],
    [284, SHORT, 1, 1],
    [34_675, UNDEFINED, profile.length, profileAt],
  ];
  for (const [n, [tag, type, length, value]] of entries.slice(0, count).entries()) {
    const at = 10 + n * ENTRY;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, length, true);
    view.setUint32(at + 8, value, true);
  }
  for (const n of [0, 1, 2]) view.setUint16(bits + 2 * n, 8, true);
  file.set(profile, profileAt);
  return file;
}
