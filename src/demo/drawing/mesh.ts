import { type Camera, outline } from "./camera.ts";
import { hexOf, type Light, varnished } from "./paint.ts";
import { add, cross, dot, scale, subtract, unit, type Vec3 } from "./vector.ts";

/** Points of a surface; seen from outside, rows follow one another to the right, each upwards. */
export type Grid = readonly (readonly Vec3[])[];

interface Facet {
  /** Metres from the eye. */
  distance: number;
  fill: string;
  corners: Vec3[];
}

const mirrored = ([x, y, z]: Vec3): Vec3 => [x, y, -z];
/** The same surface on the other side of the car; rows turn round, so that it still faces outwards. */
export const mirror = (grid: Grid): Grid => grid.map((row) => row.map(mirrored).toReversed());

/** The painted side of surfaces as flat facets, the farthest first. */
export function drawMesh(grids: readonly Grid[], camera: Camera, paint: Light): string {
  const facets = grids.flatMap((grid) => facetsOf(grid, camera, paint));
  facets.sort((a, b) => b.distance - a.distance);
  let paths = "";
  let fill = "";
  for (const facet of facets) {
    const path = outline(camera, facet.corners);
    if (facet.fill !== fill) paths += `${paths && '"/>'}<path color="${facet.fill}" d="`;
    paths += path;
    fill = facet.fill;
  }
  if (!paths) return "";
  return `<g filter="url(#smooth)" fill="currentColor" stroke="currentColor" stroke-linejoin="round">${paths}"/></g>`;
}

function facetsOf(grid: Grid, camera: Camera, paint: Light): Facet[] {
  const lights = grid.map((row, i) =>
    row.map((point, j) => {
      const along = subtract(grid[i + 1]?.[j] ?? point, grid[i - 1]?.[j] ?? point);
      const around = subtract(row[j + 1] ?? point, row[j - 1] ?? point);
      const view = unit(subtract(point, camera.eye));
      return varnished(paint, unit(cross(along, around)), view, point[1]);
    }),
  );
  const facets: Facet[] = [];
  for (let i = 0; i + 1 < grid.length; i += 1) {
    for (let j = 0; j + 1 < (grid[i]?.length ?? 0); j += 1) {
      const [a, b, c, d] = [grid[i]?.[j], grid[i + 1]?.[j], grid[i + 1]?.[j + 1], grid[i]?.[j + 1]];
      if (!a || !b || !c || !d) continue;
      const corners = [a, b, c, d];
      const ray = subtract(scale(corners.reduce(add), 0.25), camera.eye);
      if (dot(cross(subtract(c, a), subtract(d, b)), ray) >= 0) continue;
      const around = [lights[i], lights[i + 1]]
        .flatMap((row) => [row?.[j], row?.[j + 1]])
        .filter((light) => light !== undefined);
      const fill = hexOf(scale(around.reduce(add), 1 / around.length));
      facets.push({ distance: Math.hypot(...ray), fill, corners });
    }
  }
  return facets;
}
