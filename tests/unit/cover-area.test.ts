/** What is left of a part of a picture that is covered. */
import { describe, expect, test } from "bun:test";
import sharp from "sharp";
import { type Area, turnArea } from "../../src/infra/pictures/cover-area.ts";
import { renderPicture } from "../../src/infra/pictures.ts";
import { detailOf, differenceOf } from "../support/pixels.ts";

/** Where the plate is, in shares and in the units of an area. */
const PLATE = { x: 0.4, y: 0.7, width: 0.2, height: 0.1 };
const AREA: Area = { x: 4_000, y: 7_000, width: 2_000, height: 1_000 };

/** A picture of 1,800 × 1,200 with stripes of two widths as a plate, which no letters surpass. */
async function withPlate(stripe: number) {
  const [width, height] = [360, 120];
  const plate = Buffer.alloc(width * height);
  for (let n = 0; n < plate.length; n += 1) {
    plate[n] = Math.floor((n % width) / stripe) % 2 ? 255 : 0;
  }
  const input = await sharp(plate, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  const picture = sharp({
    create: { width: 1_800, height: 1_200, channels: 3, background: "#2040c0" },
  });
  return picture
    .composite([{ input, left: 720, top: 840 }])
    .png()
    .toBuffer();
}
const one = await withPlate(30);
const other = await withPlate(45);
const made = (bytes: Uint8Array, cover: Area | null) =>
  Array.fromAsync(renderPicture(bytes, 0, { cover }));

describe("a covered area", () => {
  test("cannot be read in any size or format, and the rest is as it was", async () => {
    const plain = await made(one, null);
    const [covered, another] = [await made(one, AREA), await made(other, AREA)];
    expect(covered).toHaveLength(7);
    const inner = { x: 0.41, y: 0.72, width: 0.18, height: 0.06 };
    const above = { x: 0.05, y: 0.05, width: 0.9, height: 0.5 };
    for (const [n, { width, format, bytes }] of covered.entries()) {
      const before = plain[n]?.bytes ?? bytes;
      const name = `${width} ${format}`;
      expect([name, (await detailOf(before, inner)) > 60]).toEqual([name, true]);
      expect([name, (await detailOf(bytes, PLATE)) < 30]).toEqual([name, true]);
      // Nobody can tell one plate from the other.
      const rest = await differenceOf(bytes, another[n]?.bytes ?? before, PLATE);
      expect([name, rest < 30]).toEqual([name, true]);
      expect([name, (await differenceOf(bytes, before, above)) < 4]).toEqual([name, true]);
    }
  });

  test("is found again however the picture is turned", async () => {
    for (const [rotation, part] of [
      [90, { x: 0.2, y: 0.4, width: 0.1, height: 0.2 }],
      [180, { x: 0.4, y: 0.2, width: 0.2, height: 0.1 }],
      [270, { x: 0.7, y: 0.4, width: 0.1, height: 0.2 }],
    ] as const) {
      const unit = ({ x, y, width, height }: typeof part) =>
        [x, y, width, height].map((share) => Math.round(share * 10_000));
      expect(Object.values(turnArea(AREA, rotation))).toEqual(unit(part));
      for await (const { bytes, format } of renderPicture(one, rotation, { cover: AREA })) {
        expect([rotation, format, (await detailOf(bytes, part)) < 30]).toEqual([
          ...[rotation, format, true],
        ]);
      }
    }
  });

  test("may be a point, an edge or the whole picture", async () => {
    for (const cover of [
      { x: 0, y: 0, width: 1, height: 1 },
      { x: 9_999, y: 9_999, width: 1, height: 1 },
      { x: 0, y: 0, width: 10_000, height: 10_000 },
    ]) {
      expect(await made(one, cover)).toHaveLength(7);
    }
    const whole = await made(one, { x: 0, y: 0, width: 10_000, height: 10_000 });
    expect(await detailOf(whole[0]?.bytes ?? one, PLATE)).toBeLessThan(30);
  });
});
