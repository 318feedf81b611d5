import { bSpline, ease, type Point } from "./curve.ts";

/** Points of half a cross-section; more make a smoother body and a larger picture. */
const SAMPLES = 28;

export const mix = (a: number, b: number, s: number): number => a + (b - a) * s;
export const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);

/** Heights of a body at one station, half its width, and its roof's share of that. */
export interface Measures {
  sill: number;
  shoulder: number;
  top: number;
  width: number;
  roofWidth: number;
}

/** Half a cross-section as [z, y], from the sill to the middle of the top. */
export function section({ sill, shoulder, top, width, roofWidth }: Measures): Point[] {
  const side = shoulder - sill;
  const rise = Math.max(top - shoulder, 0.01);
  // 0 at the bonnet, 1 under the roof.
  const cabin = ease(0.12, 0.36, rise);
  const roof = width * mix(0.9, roofWidth, clamp(rise / 0.45, 0, 1));
  const control = (deck: Point, house: Point): Point => [
    mix(deck[0] * width, house[0], cabin),
    mix(shoulder + deck[1] * rise, house[1], cabin),
  ];
  return bSpline(
    [
      [width * 0.8, sill],
      [width * 0.94, sill + 0.01],
      [width * 0.985, sill + 0.2 * side],
      [width, sill + 0.45 * side],
      [width * 0.985, sill + 0.7 * side],
      [width * 0.995, sill + 0.84 * side],
      [width * 0.985, shoulder - 0.035],
      control([0.93, 0.1], [width * 0.94, shoulder + 0.012]),
      control([0.86, 0.36], [width * 0.9, shoulder + 0.05]),
      control([0.76, 0.58], [mix(width * 0.9, roof, 0.5), mix(shoulder + 0.05, top - 0.09, 0.5)]),
      control([0.64, 0.74], [roof, top - 0.085]),
      control([0.5, 0.86], [roof - 0.05, top - 0.025]),
      control([0.26, 0.97], [roof * 0.6, top - 0.004]),
      [0, top],
    ],
    SAMPLES,
  );
}

/** Outermost z of a section at a height. */
export function widthAt(half: readonly Point[], y: number): number {
  let widest = y < (half[0]?.[1] ?? 0) ? (half[0]?.[0] ?? 0) : 0;
  for (let i = 1; i < half.length; i += 1) {
    const [[z0, y0], [z1, y1]] = [half[i - 1] ?? [0, 0], half[i] ?? [0, 0]];
    if (y < Math.min(y0, y1) || y > Math.max(y0, y1)) continue;
    widest = Math.max(widest, y1 === y0 ? Math.max(z0, z1) : mix(z0, z1, (y - y0) / (y1 - y0)));
  }
  return widest;
}

/** Height of a section's upper side at a distance from the middle. */
export function heightAt(half: readonly Point[], z: number): number {
  for (let i = half.length - 1; i > 0; i -= 1) {
    const [[z1, y1], [z0, y0]] = [half[i] ?? [0, 0], half[i - 1] ?? [0, 0]];
    if (z >= z1 && z <= z0) return z0 === z1 ? y1 : mix(y1, y0, (z - z1) / (z0 - z1));
  }
  return half.at(-1)?.[1] ?? 0;
}
