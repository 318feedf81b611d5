import type { Body } from "./body.ts";
import { type Camera, outline } from "./camera.ts";
import { pointsAlong } from "./curve.ts";
import { MATERIALS, type Material } from "./materials.ts";
import { cross, dot, subtract, type Vec3 } from "./vector.ts";

type Face = "side" | "top" | "front" | "rear";

/** A drawing on one elevation of a car, which is pressed onto the body. */
export interface Mark {
  face: Face;
  material: Material;
  /** In metres: [x, y] from the side, [x, z] from above, [z, y] from either end. */
  path: string;
  /** Drawn again on the other side of the middle. */
  paired: boolean;
}

const on =
  (face: Face, paired: boolean) =>
  (material: Material, path: string): Mark => ({ face, material, path, paired });

export const side = on("side", false);
export const top = on("top", false);
export const front = on("front", false);
export const rear = on("rear", false);
export const topPair = on("top", true);
export const frontPair = on("front", true);
export const rearPair = on("rear", true);

const OUTWARD: Record<Face, Vec3> = {
  side: [0, 0, 1],
  top: [0, 1, 0],
  front: [-1, 0, 0],
  rear: [1, 0, 0],
};

/** Metres; far enough to feel the slope of the skin, near enough to miss the next bend. */
const FEELER = 0.012;

/** The visible parts of a mark as paths; what turns away from the eye is left out. */
export function outlinesOf(mark: Mark, body: Body, camera: Camera): string[] {
  const press = body.press[mark.face];
  const seen = (a: number, b: number): Vec3[] => {
    const here = press(a, b);
    const normal = cross(
      subtract(press(a + FEELER, b), here),
      subtract(press(a, b + FEELER), here),
    );
    const away =
      dot(normal, subtract(here, camera.eye)) * Math.sign(dot(normal, OUTWARD[mark.face]));
    return away < 0 ? [here] : [];
  };
  const points = pointsAlong(mark.path, 0.05);
  const hands = mark.paired ? [1, -1] : [1];
  return hands
    .map((hand) =>
      points.flatMap(([a, b]) => (mark.face === "top" ? seen(a, b * hand) : seen(a * hand, b))),
    )
    .filter((visible) => visible.length > 1)
    .map((visible) => outline(camera, visible, mark.path.endsWith("Z")));
}

export const drawMark = (mark: Mark, body: Body, camera: Camera): string =>
  outlinesOf(mark, body, camera)
    .map((path) => `<path d="${path}" ${MATERIALS[mark.material]}/>`)
    .join("");
