import { halfWidthOf, loft } from "./body.ts";
import { type Camera, fitCamera, outline } from "./camera.ts";
import { drawMark, type Mark, outlinesOf, side } from "./marks.ts";
import type { Material } from "./materials.ts";
import { drawMesh, type Grid, mirror } from "./mesh.ts";
import { lightOf } from "./paint.ts";
import type { CarShape } from "./shapes/shape.ts";
import type { Vec3 } from "./vector.ts";
import { drawWheel } from "./wheels.ts";

/** Where the eye stands, in lengths of the car from its middle, and its height in metres. */
const STANDPOINTS = {
  front: [-1.38, 1.5, 1.35],
  side: [0, 1.15, 3.2],
  rear: [1.42, 1.6, 1.35],
} as const;
export type Standpoint = keyof typeof STANDPOINTS;

const FRAME = { centre: 600, ground: 668, width: 1040, height: 465 };
/** Metres between the widest line of the body and the outer face of a wheel. */
const INSET = 0.035;

/** A painted car on its wheels, with its shadow. */
export function drawExterior(shape: CarShape, colour: string, standpoint: Standpoint): string {
  const body = loft(shape);
  const [away, height, aside] = STANDPOINTS[standpoint];
  const eye: Vec3 = [shape.length * (0.5 + away), height, shape.length * aside];
  const bounds = [body.grid, mirror(body.grid)]
    .flat(2)
    .concat(shape.axles.flatMap((x) => [[x, 0, 0.9] as const, [x, 0, -0.9] as const]));
  const camera = fitCamera(eye, [shape.length / 2, 0.7, 0], bounds, FRAME);

  const paint = lightOf(colour);
  const reach = halfWidthOf(shape) - INSET;
  const wheels = (z: number) =>
    shape.axles
      .toSorted((a, b) => Math.abs(b - eye[0]) - Math.abs(a - eye[0]))
      .map((x) => drawWheel(x, shape.wheel, z, camera))
      .join("");
  const mirrors = mirrorHousing(shape, reach);
  const archesOf = (material: Material, gap: number, low: number) =>
    shape.axles.map((x) => side(material, archPath(x, shape.wheel, gap, low)));
  const openings = archesOf("arch", 0.05, 0.02).flatMap((arch) => outlinesOf(arch, body, camera));
  const edging = shape.clad ? archesOf("cladding", 0.115, 0.3) : archesOf("lip", 0.05, 0.3);
  const pressed = (marks: readonly Mark[]) =>
    marks.map((mark) => drawMark(mark, body, camera)).join("");
  return [
    shadow(shape.length, reach, camera),
    wheels(-reach),
    pressed(archesOf("arch", 0.05, shape.wheel * 0.9)),
    wheels(reach),
    `<clipPath id="arches"><path clip-rule="evenodd" d="M0 0H1200V800H0Z${openings.join("")}"/></clipPath>`,
    drawMesh([mirror(mirrors)], camera, paint),
    `<g clip-path="url(#arches)">${drawMesh([body.grid, mirror(body.grid)], camera, paint)}${pressed([...edging, ...shape.marks])}</g>`,
    drawMesh([mirrors], camera, paint),
  ].join("\n");
}

/** `gap` metres wider than the wheel; round above its middle, straight below it down to `low`. */
function archPath(x: number, wheel: number, gap: number, low: number): string {
  const radius = wheel + gap;
  const arc = Array.from({ length: 25 }, (_, i) => {
    const angle = (i / 24) * Math.PI;
    return `${x + Math.cos(angle) * radius} ${wheel + Math.sin(angle) * radius}`;
  });
  return `M${arc.join("L")}L${x - radius} ${low}L${x + radius} ${low}Z`;
}

/** A rounded block on each side of the car, next to the foremost window. */
function mirrorHousing({ mirror: [x, y] }: CarShape, reach: number): Grid {
  const blunt = (value: number) => Math.sign(value) * Math.abs(value) ** 0.7;
  return Array.from({ length: 25 }, (_, i) => {
    const turn = (i / 24) * 2 * Math.PI;
    return Array.from({ length: 11 }, (_, j): Vec3 => {
      const rise = (j / 10 - 0.5) * Math.PI;
      const girth = blunt(Math.cos(rise));
      return [
        x - blunt(Math.cos(turn)) * girth * 0.075 + 0.03 * blunt(Math.sin(turn)),
        y + blunt(Math.sin(rise)) * 0.07 + 0.02 * blunt(Math.sin(turn)),
        reach + 0.1 + blunt(Math.sin(turn)) * girth * 0.125,
      ];
    });
  });
}

function shadow(length: number, reach: number, camera: Camera): string {
  const patch = (margin: number) =>
    outline(
      camera,
      Array.from({ length: 48 }, (_, i) => {
        const angle = (i / 48) * 2 * Math.PI;
        const round = (value: number) => Math.sign(value) * Math.abs(value) ** 0.4;
        return [
          length / 2 + round(Math.cos(angle)) * (length / 2 + margin),
          0,
          round(Math.sin(angle)) * (reach + margin),
        ] as const;
      }),
    );
  return `<path d="${patch(0.12)}" filter="url(#far)" fill-opacity=".5"/><path d="${patch(-0.12)}" filter="url(#near)" fill-opacity=".8"/>`;
}
