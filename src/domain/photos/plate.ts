import { z } from "@hono/zod-openapi";
import { AREA_UNIT, type Area, turnArea } from "../../infra/pictures/cover-area.ts";
import type { Rotation } from "../../infra/pictures/rotation.ts";
import { Version } from "../cars/car-input.ts";

const share = (what: string) =>
  z
    .number()
    .min(0)
    .max(1)
    .openapi({ description: `${what}, as a share of the picture's.` });

/** A rectangle on a picture as it is shown, in shares of its width and height: 0 to 1. */
const plateFields = {
  x: share("From the left"),
  y: share("From the top"),
  width: share("The width").gt(0, "must be above 0"),
  height: share("The height").gt(0, "must be above 0"),
};
const BEYOND = "must not reach beyond the picture";
/** Of a share, for sums of numbers that are not whole. */
const EPSILON = 1e-9;

export const PlateInput = z
  .strictObject({ ...plateFields, version: Version.optional() })
  .refine(({ x, width }) => x + width <= 1 + EPSILON, { path: ["width"], message: BEYOND })
  .refine(({ y, height }) => y + height <= 1 + EPSILON, { path: ["height"], message: BEYOND })
  .openapi("PlateInput");

export const PlateShares = z.object(plateFields).openapi("PlateShares");
export type PlateShares = z.infer<typeof PlateShares>;

const TEXT = /^(\d+)x(\d+)x(\d+)x(\d+)$/;
const bounded = (value: number) => Math.min(Math.max(value, 0), AREA_UNIT);

/**
 * Writes down a rectangle on a picture as it is shown for the picture before it was turned, so that
 * turning does not move it; rounded outwards.
 */
export function plateText({ x, y, width, height }: PlateShares, shown: Rotation): string {
  const [left, top] = [Math.floor(x * AREA_UNIT), Math.floor(y * AREA_UNIT)];
  const right = bounded(Math.ceil((x + width) * AREA_UNIT - EPSILON));
  const bottom = bounded(Math.ceil((y + height) * AREA_UNIT - EPSILON));
  const area = { x: left, y: top, width: right - left, height: bottom - top };
  const upright = turnArea(area, ((360 - shown) % 360) as Rotation);
  return [upright.x, upright.y, upright.width, upright.height].join("x");
}

/** What plateText wrote; null where nothing is covered. */
export function plateArea(text: string): Area | null {
  const [, x, y, width, height] = (TEXT.exec(text) ?? []).map(Number);
  if (x === undefined || y === undefined || !width || !height) return null;
  return { x, y, width, height };
}

/** What is covered of a picture, as it is shown; null for nothing. */
export function plateOf(picture: { plate: string; rotation: number }): PlateShares | null {
  const area = plateArea(picture.plate);
  if (!area) return null;
  const { x, y, width, height } = turnArea(area, picture.rotation as Rotation);
  const part = (value: number) => value / AREA_UNIT;
  return { x: part(x), y: part(y), width: part(width), height: part(height) };
}
