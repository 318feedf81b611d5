import { BACKDROP } from "./drawing/backdrop.ts";
import { drawExterior } from "./drawing/exterior.ts";
import { drawInterior, type Upholstery } from "./drawing/interior.ts";
import { DEFINITIONS } from "./drawing/materials.ts";
import { coupe } from "./drawing/shapes/coupe.ts";
import { hatchback } from "./drawing/shapes/hatchback.ts";
import { mpv } from "./drawing/shapes/mpv.ts";
import { pickup } from "./drawing/shapes/pickup.ts";
import { sedan } from "./drawing/shapes/sedan.ts";
import { suv } from "./drawing/shapes/suv.ts";
import { COLOURS, type Colour, type Picture } from "./picture-name.ts";

const SHAPES = { hatchback, sedan, suv, mpv, pickup, coupe };

const BLACK: Upholstery = { seat: "#3b3f43", seatShade: "#17191b", trim: "#8e969c" };
const BEIGE: Upholstery = { seat: "#d8c6a8", seatShade: "#94805f", trim: "#5b3c24" };
const BROWN: Upholstery = { seat: "#9a5f37", seatShade: "#55301a", trim: "#2b2f33" };
const UPHOLSTERY: Partial<Record<Colour, Upholstery>> = {
  hitam: BEIGE,
  hijau: BROWN,
  putih: BEIGE,
  biru: BROWN,
};

/** A car in a showroom, or its cabin, as an SVG document of 1200 by 800. The same each time. */
export function drawCar({ body, colour, view }: Picture): string {
  const scene =
    view === "interior"
      ? drawInterior(UPHOLSTERY[colour] ?? BLACK)
      : `${BACKDROP}<defs>${DEFINITIONS}</defs>${drawExterior(SHAPES[body], COLOURS[colour], view)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800" width="1200" height="800">${scene}</svg>`;
}
