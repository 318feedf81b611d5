import { type Camera, outline } from "./camera.ts";
import type { Vec3 } from "./vector.ts";

const TYRE_WIDTH = 0.22;
const SPOKES = 5;

/** A wheel whose outer face lies at `z`; the outer side is the one that z points to. */
export function drawWheel(x: number, radius: number, z: number, camera: Camera): string {
  const inwards = -Math.sign(z);
  const at = (angle: number, r: number, depth: number): Vec3 => [
    x + Math.cos(angle) * r,
    radius + Math.sin(angle) * r,
    z + inwards * depth,
  ];
  const ring = (r: number, depth: number) =>
    outline(
      camera,
      Array.from({ length: 48 }, (_, i) => at((i / 48) * 2 * Math.PI, r, depth)),
    );
  const disc = (r: number, depth: number, style: string) =>
    `<path d="${ring(r, depth)}" ${style}/>`;
  const tread = [1, 0.8, 0.6, 0.4, 0.2]
    .map((part) => disc(radius * (part > 0.9 ? 0.97 : 1), TYRE_WIDTH * part, 'fill="#0a0b0c"'))
    .join("");
  const rim = radius * 0.74;
  const spokes = Array.from({ length: SPOKES }, (_, i) => {
    const middle = Math.PI / 2 + (i / SPOKES) * 2 * Math.PI;
    return [-1, 1]
      .map((hand) => {
        const root = middle + hand * 0.22;
        const tip = middle + hand * 0.2;
        return outline(camera, [
          at(root - 0.2, rim * 0.24, 0.035),
          at(tip - 0.075, rim * 0.97, 0.012),
          at(tip + 0.075, rim * 0.97, 0.012),
          at(root + 0.2, rim * 0.24, 0.035),
        ]);
      })
      .join("");
  }).join("");
  return [
    tread,
    disc(radius * 0.985, 0, 'fill="url(#tyre)"'),
    disc(radius * 0.9, 0, 'fill="none" stroke="#43474b" stroke-width="1"'),
    disc(rim * 1.02, 0.0, 'fill="url(#alloy)"'),
    disc(rim * 0.955, 0.02, 'fill="#15181a"'),
    disc(rim * 0.66, 0.07, 'fill="#54595e"'),
    disc(rim * 0.36, 0.07, 'fill="#222528"'),
    `<path d="${spokes}" fill="url(#alloy)" stroke="#50565b" stroke-width=".8" stroke-linejoin="round"/>`,
    disc(rim * 0.27, 0.03, 'fill="url(#alloy)" stroke="#50565b" stroke-width=".8"'),
    disc(rim * 0.13, 0.025, 'fill="#2b2f33"'),
  ].join("");
}
