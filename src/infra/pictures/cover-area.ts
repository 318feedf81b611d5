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
/** What is left of an area: so many colours across and down, of so many levels each. */
const [ACROSS, DOWN, LEVEL] = [4, 2, 32] as const;

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

/** The pixels with an area of them made unreadable: eight rough colours of it are left, blurred. */
export async function coverArea({ data, info }: Pixels, area: Area): Promise<Pixels> {
  const { width, height, channels } = info;
  const [left, right] = ends(area.x, area.width, width);
  const [top, bottom] = ends(area.y, area.height, height);
  const box = { left, top, width: right - left, height: bottom - top };
  const raw = { width, height, channels };
  const few = await sharp(data, { raw })
    .extract(box)
    .resize(ACROSS, DOWN, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
  const rough = few.map((level) => Math.min(255, Math.round(level / LEVEL) * LEVEL));
  const patch = await sharp(rough, { raw: { width: ACROSS, height: DOWN, channels } })
    .resize(box.width, box.height, { fit: "fill", kernel: "cubic" })
    .raw()
    .toBuffer();
  const covered = Buffer.from(data);
  const line = box.width * channels;
  for (let y = 0; y < box.height; y += 1) {
    const at = ((top + y) * width + left) * channels;
    patch.copy(covered, at, y * line, (y + 1) * line);
  }
  return { data: covered, info };
}

/** The first and the last pixel but one of a span, and its margin. */
function ends(from: number, length: number, pixels: number): [number, number] {
  const first = Math.floor((from * pixels) / AREA_UNIT) - MARGIN;
  const last = Math.ceil(((from + length) * pixels) / AREA_UNIT) + MARGIN;
  return [Math.max(first, 0), Math.min(last, pixels)];
}
