import { ease } from "./curve.ts";
import { dot, scale, subtract, unit, type Vec3 } from "./vector.ts";

/** Red, green and blue in linear light, 0 to 1. */
export type Light = readonly [number, number, number];

export const lightOf = (hex: string): Light => {
  const channel = (at: number) => (Number.parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2;
  return [channel(1), channel(3), channel(5)];
};

export const hexOf = (light: Light): string =>
  `#${light
    .map((channel) => Math.round(Math.min(1, Math.max(0, channel)) ** (1 / 2.2) * 255))
    .map((channel) => channel.toString(16).padStart(2, "0"))
    .join("")}`;

/** What a mirror in the showroom shows in a direction: floor, wall, window, a lamp overhead. */
function showroom([x, y, z]: Vec3): number {
  const floor = 0.03 + 0.07 * ease(-0.7, 0, y);
  const wall = 0.3 + 0.1 * ease(0, 0.4, y) - 0.22 * ease(0.4, 0.6, y);
  const lamp = 2.1 * ease(0.5, 0.74, y) * (1 - ease(0.78, 0.97, y));
  const window = 0.9 * ease(0.1, 0.2, y) * (1 - ease(0.28, 0.42, y)) * ease(0.1, 0.6, z - 0.5 * x);
  return floor + (wall - floor) * ease(-0.05, 0.07, y) + lamp + window;
}

/** Towards the main lamp. */
const LAMP = unit([-0.45, 1.1, 0.75]);

/** The light that varnish over paint sends to the eye, from `height` metres above the floor. */
export function varnished(paint: Light, normal: Vec3, view: Vec3, height: number): Light {
  const facing = Math.max(0, -dot(normal, view));
  const reflected = subtract(view, scale(normal, 2 * dot(normal, view)));
  const mirroring = 0.06 + 0.4 * (1 - facing) ** 4;
  const surroundings = showroom(reflected);
  const lit = 0.3 + 0.16 * normal[1] + 0.6 * Math.max(0, dot(normal, LAMP)) ** 1.3;
  const nearFloor = 0.6 + 0.4 * ease(0.15, 0.75, height);
  const channel = (index: 0 | 1 | 2) =>
    paint[index] * (lit * nearFloor + 0.22 * surroundings) * (1 - 0.5 * mirroring) +
    mirroring * surroundings ** 1.4;
  return [channel(0), channel(1), channel(2)];
}
