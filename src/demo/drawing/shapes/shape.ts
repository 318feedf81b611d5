import type { BodyLines } from "../body.ts";
import type { Point } from "../curve.ts";
import { front, frontPair, type Mark, rear } from "../marks.ts";

/** All that a drawing needs to know of a kind of car; in metres. */
export interface CarShape extends BodyLines {
  /** x of both wheels of a side. */
  axles: readonly [front: number, rear: number];
  /** Radius of a wheel with its tyre. */
  wheel: number;
  /** [x, y] of the outside mirrors. */
  mirror: Point;
  /** Whether the wheel arches are edged in black plastic. */
  clad?: boolean;
  /** Pressed on in this order. */
  marks: readonly Mark[];
}

const box = (half: number, low: number, high: number) =>
  `M${-half} ${high}L${half} ${high}L${half} ${low}L${-half} ${low}Z`;

/** Number plates, by the height of their middle. */
export const plates = (nose: number, tail: number): Mark[] => [
  front("plate", box(0.22, nose - 0.055, nose + 0.055)),
  rear("plate", box(0.22, tail - 0.055, tail + 0.055)),
];

/** A closed grille between two heights with bright slats, wider at its top by `slope`. */
export const grille = (half: number, low: number, high: number, slats: number, slope = 0.05) => [
  front("trim", `M${-half} ${high}L${half} ${high}L${half - slope} ${low}L${slope - half} ${low}Z`),
  ...Array.from({ length: slats }, (_, i) => {
    const part = (i + 0.7) / (slats + 0.4);
    const reach = half - slope * part - 0.02;
    const y = high + (low - high) * part;
    return front("slat", `M${-reach} ${y}L${reach} ${y}`);
  }),
];

/** A circle as a path. */
const round = (z: number, y: number, radius: number) => {
  const bend = radius * 0.55;
  return `M${z - radius} ${y}C${z - radius} ${y + bend} ${z - bend} ${y + radius} ${z} ${y + radius}C${z + bend} ${y + radius} ${z + radius} ${y + bend} ${z + radius} ${y}C${z + radius} ${y - bend} ${z + bend} ${y - radius} ${z} ${y - radius}C${z - bend} ${y - radius} ${z - radius} ${y - bend} ${z - radius} ${y}Z`;
};

/** Round lenses inside the headlamps. */
export const lenses = (z: number, y: number, radius: number): Mark =>
  frontPair("lens", round(z, y, radius));

/** The maker's sign in the middle of nose and tail: of no maker. */
export const badges = (nose: number, tail: number): Mark[] => [
  front("badge", round(0, nose, 0.055)),
  rear("badge", round(0, tail, 0.045)),
];
