import sharp, { type OutputInfo } from "sharp";
import type { Rotation } from "./rotation.ts";

/** Of which an area's place and size are counted: ten thousandths of the picture's width and height. */
export const AREA_UNIT = 10_000;

/** An area of an upright picture, before it is turned, in AREA_UNITs. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Pixels beyond an area that are covered too, as scaling mixes what lies side by side. */
const MARGIN = 4;
/** Of 256 levels how many are one: the mean itself would tell how much is written. */
const ROUGH = 32;

/** Where an area lies in the picture turned clockwise, in the units of that. */
export function turnArea({ x, y, width, height }: Area, rotation: Rotation): Area {
  if (rotation === 90) return { x: AREA_UNIT - y - height, y: x, width: height, height: width };
  if (rotation === 270) return { x: y, y: AREA_UNIT - x - width, width: height, height: width };
  if (rotation === 0) return { x, y, width, height };
  return { x: AREA_UNIT - x - width, y: AREA_UNIT - y - height, width, height };
}

export interface Pixels {
  data: Buffer;
  info: OutputInfo;
}

/**
 * The pixels with an area of them made unreadable: one rough mean colour is all that is left of it,
 * as of several, however blurred, letters have been guessed.
 */
export async function coverArea({ data, info }: Pixels, area: Area): Promise<Pixels> {
  const { width, height, channels } = info;
  const [left, right] = ends(area.x, area.width, width);
  const [top, bottom] = ends(area.y, area.height, height);
  const mean = await sharp(data, { raw: { width, height, channels } })
    .extract({ left, top, width: right - left, height: bottom - top })
    .resize(1, 1, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
  const colour = mean.map((level) => Math.min(255, Math.round(level / ROUGH) * ROUGH));
  const covered = Buffer.from(data);
  for (let y = top; y < bottom; y += 1) {
    const line = y * width * channels;
    covered.fill(colour, line + left * channels, line + right * channels);
  }
  return { data: covered, info };
}

/** The first and the last pixel but one of a span, and its margin. */
function ends(from: number, length: number, pixels: number): [number, number] {
  const first = Math.floor((from * pixels) / AREA_UNIT) - MARGIN;
  const last = Math.ceil(((from + length) * pixels) / AREA_UNIT) + MARGIN;
  return [Math.max(first, 0), Math.min(last, pixels)];
}
