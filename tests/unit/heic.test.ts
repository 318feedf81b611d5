/** Photos as iPhones take them. */
import { describe, expect, test } from "bun:test";
import sharp from "sharp";
import { decodeHeic } from "../../src/infra/pictures/libheif.ts";
import { inspectPicture, renderPicture } from "../../src/infra/pictures.ts";
import { claiming, HEIC_OF_TWO, HEIC_PHOTO, HUGE_HEIC } from "../support/heic-pictures.ts";
import { pixelsOf } from "../support/pixels.ts";
import { plainPicture } from "../support/test-pictures.ts";

const avif = await plainPicture("avif");
const renamed = Buffer.from(avif);
renamed.write("mif1", 8, "latin1");

/** Red, green and blue, some levels off, as what lossy formats make of them. */
const near = (color: number[]) => color.map((level) => expect.closeTo(level, -1)) as never;

describe("a HEIC picture", () => {
  test("is told by its content, upright once, with its own colours and nothing of its metadata", async () => {
    expect([HEIC_PHOTO.includes("Kamera Rahasia"), HEIC_PHOTO.includes("irot")]).toEqual([
      ...[true, true],
    ]);
    const { placeholder, ...told } = await inspectPicture(HEIC_PHOTO);
    expect(told).toEqual({ contentType: "image/heic", width: 180, height: 240 });
    expect(placeholder.length).toBeLessThan(400);
    const made = await Array.fromAsync(renderPicture(HEIC_PHOTO, 0));
    expect(made.map(({ width, format }) => `${width} ${format}`)).toEqual([
      ...["320 webp", "320 avif", "1200 jpeg"],
    ]);
    for (const { bytes } of made) {
      const { width, height, at } = await pixelsOf(bytes);
      expect([width, height]).toEqual([180, 240]);
      // Those of sRGB: the file holds other numbers, which mean the same in Display P3.
      expect([at(0.9, 0.1), at(0.1, 0.1)]).toEqual([near([192, 32, 32]), near([32, 64, 192])]);
      const { exif, xmp, icc, orientation } = await sharp(bytes).metadata();
      expect([exif, xmp, icc, orientation]).toEqual(Array(4).fill(undefined));
      expect(Buffer.from(bytes).includes("Kamera")).toBe(false);
    }
  });

  test("is turned as asked, and of more than one the primary", async () => {
    expect(await inspectPicture(HEIC_PHOTO, 90)).toMatchObject({ width: 240, height: 180 });
    const [turned] = await Array.fromAsync(renderPicture(HEIC_PHOTO, 90));
    const { at } = await pixelsOf(turned?.bytes ?? HEIC_PHOTO);
    expect(at(0.9, 0.9)).toEqual(near([192, 32, 32]));
    expect(await inspectPicture(HEIC_OF_TWO)).toMatchObject({ width: 160, height: 120 });
    const [first] = await Array.fromAsync(renderPicture(HEIC_OF_TWO, 0));
    expect((await pixelsOf(first?.bytes ?? HEIC_OF_TWO)).at(0.5, 0.5)).toEqual(near([32, 192, 64]));
  });

  test.each([
    ["an AVIF", avif, "type"],
    ["an AVIF whose brand is of both kinds", renamed, "type"],
    ["one and a page", Buffer.concat([HEIC_PHOTO, Buffer.from("<script>")]), "mixed"],
    ["63 million pixels", HUGE_HEIC, "pixels"],
    ["63 million pixels that are told as a few", claiming(HUGE_HEIC, 100, 100), "pixels"],
    ["a few pixels that are told as 2,500 million", claiming(HEIC_PHOTO, 50_000, 50_000), "pixels"],
    ["a few pixels that are told as others", claiming(HEIC_PHOTO, 300, 200), "broken"],
    ["a beginning", HEIC_PHOTO.subarray(0, 200), "broken"],
    ["one that breaks off", HEIC_PHOTO.subarray(0, HEIC_PHOTO.length - 100), "broken"],
    ["a name alone", HEIC_PHOTO.subarray(0, 32), "broken"],
  ])("is not %s", async (_, bytes, flaw) => {
    await expect(inspectPicture(bytes)).rejects.toMatchObject({ name: "PictureRefused", flaw });
  });

  test("is given up where it takes more memory than it may", async () => {
    const limits = { pixels: 100_000_000, memory: 64 * 1024 ** 2 };
    await expect(decodeHeic(HUGE_HEIC, limits)).rejects.toMatchObject({ name: "AboveLimits" });
    expect(await decodeHeic(HEIC_PHOTO, limits)).toMatchObject({ width: 180, height: 240 });
  });
});
