/** A point of an elevation or of the picture. */
export type Point = readonly [number, number];

/** From 0 at one end to 1 at the other, without a kink. */
export const ease = (from: number, to: number, value: number): number => {
  const s = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return s * s * (3 - 2 * s);
};

/** The numbers of a text, two by two. */
export function pairs(text: string): Point[] {
  const numbers = text.match(/-?\d*\.?\d+/g)?.map(Number) ?? [];
  return numbers.flatMap((x, i): Point[] => (i % 2 ? [] : [[x, numbers[i + 1] ?? 0]]));
}

/**
 * The monotone cubic through points of ascending x (Fritsch–Carlson): smooth, and never beyond
 * the values that it is told. Constant outside the first and the last point.
 */
export function curveThrough(points: readonly Point[]): (x: number) => number {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const at = (list: readonly number[], index: number) => list[index] ?? 0;
  const slopes = points
    .slice(1)
    .map((_, i) => (at(ys, i + 1) - at(ys, i)) / (at(xs, i + 1) - at(xs, i)));
  const tangents = points.map((_, i) => {
    const [before, after] = [slopes[i - 1], slopes[i]];
    if (before === undefined || after === undefined) return before ?? after ?? 0;
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  return (x) => {
    const next = xs.findIndex((end) => end > x);
    if (next === 0) return at(ys, 0);
    if (next < 0) return at(ys, ys.length - 1);
    const i = next - 1;
    const width = at(xs, next) - at(xs, i);
    const s = (x - at(xs, i)) / width;
    const rest = 1 - s;
    return (
      (1 + 2 * s) * rest * rest * at(ys, i) +
      s * rest * rest * width * at(tangents, i) +
      s * s * (3 - 2 * s) * at(ys, next) -
      s * s * rest * width * at(tangents, next)
    );
  };
}

/** The uniform cubic B-spline of control points: from the first to the last, corners rounded. */
export function bSpline(control: readonly Point[], samples: number): Point[] {
  const mirrored = (end: number, inner: number): Point => {
    const [[x, y], [ix, iy]] = [control.at(end) ?? [0, 0], control.at(inner) ?? [0, 0]];
    return [2 * x - ix, 2 * y - iy];
  };
  const points = [mirrored(0, 1), ...control, mirrored(-1, -2)];
  return Array.from({ length: samples + 1 }, (_, sample) => {
    const u = (sample / samples) * (control.length - 1);
    const i = Math.min(Math.floor(u), control.length - 2);
    const s = u - i;
    const weights = [
      (1 - s) ** 3 / 6,
      (3 * s ** 3 - 6 * s ** 2 + 4) / 6,
      (-3 * s ** 3 + 3 * s ** 2 + 3 * s + 1) / 6,
      s ** 3 / 6,
    ];
    let [x, y] = [0, 0];
    for (let k = 0; k < 4; k += 1) {
      const [px, py] = points[i + k] ?? [0, 0];
      x += (weights[k] ?? 0) * px;
      y += (weights[k] ?? 0) * py;
    }
    return [x, y];
  });
}

/** Points along an SVG path of absolute M, L, C and Z, no further apart than `step`. */
export function pointsAlong(path: string, step: number): Point[] {
  const points: Point[] = [];
  let start: Point = [0, 0];
  let here: Point = [0, 0];
  const walk = (at: (s: number) => Point, length: number, least = 1) => {
    const count = Math.max(least, Math.ceil(length / step));
    for (let i = 1; i <= count; i += 1) points.push(at(i / count));
  };
  const lineTo = (end: Point) => {
    const [x, y] = here;
    walk((s) => [x + (end[0] - x) * s, y + (end[1] - y) * s], distance(here, end));
    here = end;
  };
  for (const [, command, rest = ""] of path.matchAll(/([MLCZ])([^MLCZ]*)/g)) {
    const ends = pairs(rest);
    const [first = start, second = start, third = start] = ends;
    if (command === "M") {
      here = first;
      start = first;
      points.push(first);
    } else if (command === "L") for (const end of ends) lineTo(end);
    else if (command === "Z") lineTo(start);
    else {
      const from = here;
      const length = distance(from, first) + distance(first, second) + distance(second, third);
      walk((s) => cubic(from, first, second, third, s), length, 6);
      here = third;
    }
  }
  return points;
}

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function cubic(a: Point, b: Point, c: Point, d: Point, s: number): Point {
  const r = 1 - s;
  const mix = (i: 0 | 1) =>
    r ** 3 * a[i] + 3 * r * r * s * b[i] + 3 * r * s * s * c[i] + s ** 3 * d[i];
  return [mix(0), mix(1)];
}
