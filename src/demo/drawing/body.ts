import { curveThrough, type Point, pairs } from "./curve.ts";
import type { Grid } from "./mesh.ts";
import { clamp, heightAt, mix, section, widthAt } from "./section.ts";
import type { Vec3 } from "./vector.ts";

/** The lines of a body in metres: pairs of x, from the nose (0) to the tail, and a value. */
export interface BodyLines {
  length: number;
  /** Outline over the middle: bonnet, windscreen, roof, tail. */
  top: string;
  /** Height of the shoulder, where the sides end and the windows begin. */
  shoulder: string;
  /** Height of the lower edge. */
  sill: string;
  /** Half the width. */
  plan: string;
  /** Half the roof's width over half the body's. */
  roofWidth: number;
  /** How far nose and tail step back: pairs of a height and metres. */
  nose: string;
  tail: string;
  /** Metres by which the corners of nose and tail lie behind their middle. */
  bow: readonly [nose: number, tail: number];
}

/** Puts a point of a flat elevation onto the skin. */
type Press = (first: number, second: number) => Vec3;

export interface Body {
  /** The near half, station by station, each from the sill to the middle of the top. */
  grid: Grid;
  press: {
    /** From [x, y]. */
    side: Press;
    /** From [x, z]. */
    top: Press;
    /** From [z, y], as the one below. */
    front: Press;
    rear: Press;
  };
}

/** Nose and tail are closed by the outermost section, squeezed to the middle in these steps. */
const CAP_ROWS = [0, 0.3, 0.6, 0.85];

/** Half the width of a body where it is widest. */
export const halfWidthOf = ({ plan }: BodyLines): number =>
  Math.max(...pairs(plan).map(([, width]) => width));

/** Lofts the cross-sections along the body. */
export function loft(lines: BodyLines): Body {
  const { length, bow } = lines;
  const top = curveThrough(pairs(lines.top));
  const shoulder = curveThrough(pairs(lines.shoulder));
  const sill = curveThrough(pairs(lines.sill));
  const plan = curveThrough(pairs(lines.plan));
  const nose = curveThrough(pairs(lines.nose));
  const tail = curveThrough(pairs(lines.tail));
  const widest = halfWidthOf(lines);

  const warp = (x: number, y: number, z: number): Vec3 => {
    const corner = Math.abs(z / widest) ** 2.6;
    const front = clamp(1 - x / 1.1, 0, 1) ** 2 * (nose(y) + bow[0] * corner);
    const rear = clamp(1 - (length - x) / 0.9, 0, 1) ** 2 * (tail(y) + bow[1] * corner);
    return [x + front - rear, y, z];
  };

  const stations = stationsOf(length);
  const halves = stations.map((x) =>
    section({
      sill: sill(x),
      shoulder: shoulder(x),
      top: top(x),
      width: plan(x),
      roofWidth: lines.roofWidth,
    }),
  );
  const between = (x: number, measure: (half: readonly Point[]) => number): number => {
    const next = Math.max(
      1,
      stations.findIndex((station) => station > x),
    );
    const [from, to] = [stations[next - 1] ?? 0, stations[next] ?? length];
    const [before, after] = [halves[next - 1] ?? [], halves[next] ?? []];
    return mix(measure(before), measure(after), clamp((x - from) / (to - from), 0, 1));
  };
  const row = (x: number, half: readonly Point[], squeeze: number) =>
    half.map(([z, y]) => warp(x, y, z * squeeze));
  const [firstHalf = [], lastHalf = []] = [halves[0], halves.at(-1)];
  const grid = [
    ...CAP_ROWS.map((squeeze) => row(0, firstHalf, squeeze)),
    ...stations.map((x, i) => row(x, halves[i] ?? [], 1)),
    ...CAP_ROWS.toReversed().map((squeeze) => row(length, lastHalf, squeeze)),
  ];

  const pressEnd = (z: number, y: number, order: readonly number[]): Vec3 => {
    let outside: { x: number; gap: number } | undefined;
    for (const i of order) {
      const x = stations[i] ?? 0;
      const half = halves[i] ?? [];
      const gap = Math.max(Math.abs(z) - widthAt(half, y), y - (half.at(-1)?.[1] ?? 0));
      if (gap <= 0) {
        const s = outside ? outside.gap / (outside.gap - gap) : 0;
        return warp(outside ? mix(outside.x, x, s) : x, y, z);
      }
      outside = { x, gap };
    }
    return warp(length / 2, y, z);
  };
  const forwards = stations.map((_, i) => i);
  const backwards = forwards.toReversed();

  return {
    grid,
    press: {
      side: (x, y) =>
        warp(
          x,
          y,
          between(x, (half) => widthAt(half, y)),
        ),
      top: (x, z) =>
        warp(
          x,
          between(x, (half) => heightAt(half, Math.abs(z))),
          z,
        ),
      front: (z, y) => pressEnd(z, y, forwards),
      rear: (z, y) => pressEnd(z, y, backwards),
    },
  };
}

/** Closer together where nose and tail bend. */
function stationsOf(length: number): number[] {
  const ends = [0, 0.012, 0.03, 0.055, 0.09, 0.14, 0.2, 0.27, 0.35, 0.44];
  const middle = Array.from({ length: 44 }, (_, i) => 0.44 + ((i + 1) / 45) * (length - 0.88));
  return [...ends, ...middle, ...ends.toReversed().map((x) => length - x)];
}
