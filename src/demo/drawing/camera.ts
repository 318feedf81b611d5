import type { Point } from "./curve.ts";
import { cross, dot, subtract, unit, type Vec3 } from "./vector.ts";

export interface Camera {
  eye: Vec3;
  /** Where a point of the world lies in the picture, in its pixels. */
  project(point: Vec3): Point;
}

/** The part of the picture that a car is to fill; `ground` is the lowest line. */
export interface Frame {
  centre: number;
  ground: number;
  width: number;
  height: number;
}

/** Looks from `eye` at `target` and enlarges until all `points` just fit into the frame. */
export function fitCamera(eye: Vec3, target: Vec3, points: readonly Vec3[], frame: Frame): Camera {
  const forward = unit(subtract(target, eye));
  const right = unit(cross(forward, [0, 1, 0]));
  const up = cross(right, forward);
  const flat = (point: Vec3): Point => {
    const ray = subtract(point, eye);
    const depth = dot(ray, forward);
    return [dot(ray, right) / depth, -dot(ray, up) / depth];
  };
  const seen = points.map(flat);
  const [xs, ys] = [seen.map(([x]) => x), seen.map(([, y]) => y)];
  const [left, rightmost] = [Math.min(...xs), Math.max(...xs)];
  const [highest, lowest] = [Math.min(...ys), Math.max(...ys)];
  const zoom = Math.min(frame.width / (rightmost - left), frame.height / (lowest - highest));
  return {
    eye,
    project: (point) => {
      const [x, y] = flat(point);
      return [
        frame.centre + (x - (left + rightmost) / 2) * zoom,
        frame.ground + (y - lowest) * zoom,
      ];
    },
  };
}

/** A path through points of the world, exact to tenths of a pixel. */
export function outline(camera: Camera, points: readonly Vec3[], closed = true): string {
  let [lastX, lastY] = [0, 0];
  const steps = points.map((point) => {
    const [x, y] = camera.project(point).map((value) => Math.round(value * 10));
    const [stepX, stepY] = [(x ?? 0) - lastX, (y ?? 0) - lastY];
    [lastX, lastY] = [x ?? 0, y ?? 0];
    return `${stepX / 10} ${stepY / 10}`;
  });
  return `M${steps[0]}l${steps.slice(1).join(" ")}${closed ? "z" : ""}`;
}
