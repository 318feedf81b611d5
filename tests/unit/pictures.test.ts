/** What is a picture, and what is made of it. */
import { describe, expect, test } from "bun:test";
import sharp from "sharp";
import { widthsOf } from "../../src/infra/pictures/renditions.ts";
import type { Rotation } from "../../src/infra/pictures/rotation.ts";
import { inspectPicture, renderPicture } from "../../src/infra/pictures.ts";
import { bomb, EMPTY_ZIP, phonePhoto, plainPicture } from "../support/test-pictures.ts";

const photo = await phonePhoto();
const jpeg = await plainPicture("jpeg");
const gif = await plainPicture("gif");
const renditions = (bytes: Uint8Array, rotation: Rotation = 0) =>
  Array.fromAsync(renderPicture(bytes, rotation));
const sizeOf = async (bytes: Uint8Array) => {
  const { width, height } = await sharp(bytes).metadata();
  return [width, height];
};
/** Red or blue, as the test's photo is. */
async function colorAt(bytes: Uint8Array, part: { x: number; y: number }) {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const [x, y] = [Math.floor(part.x * info.width), Math.floor(part.y * info.height)];
  const at = (y * info.width + x) * info.channels;
  return Number(data[at]) > Number(data[at + 2]) ? "red" : "blue";
}

describe("a picture", () => {
  test("is told by its content, upright, with a small one for the time until it is there", async () => {
    const { placeholder, ...told } = await inspectPicture(photo);
    expect(told).toEqual({ contentType: "image/jpeg", width: 900, height: 1_200 });
    const small = Buffer.from(placeholder.replace("data:image/webp;base64,", ""), "base64");
    expect(await sizeOf(small)).toEqual([12, 16]);
    expect(placeholder.length).toBeLessThan(400);
    for (const format of ["png", "webp"] as const) {
      const { contentType } = await inspectPicture(await plainPicture(format));
      expect(contentType).toBe(`image/${format}`);
    }
  });

  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const mixed = (more: string | Buffer) => Buffer.concat([jpeg, Buffer.from(more)]);
  test.each([
    ["nothing", Buffer.alloc(0), "type"],
    ["a drawing", drawing, "type"],
    ["an archive", EMPTY_ZIP, "type"],
    ["a GIF", gif, "type"],
    ["a picture and a page", mixed("<ScRiPt>alert(1)</script>"), "mixed"],
    ["a picture and a program", mixed("<?php system('id'); ?>"), "mixed"],
    ["a picture and an archive", mixed(EMPTY_ZIP), "mixed"],
    [
      "a picture and a PDF",
      Buffer.concat([jpeg.subarray(0, 4), Buffer.from("%PDF-1.4"), jpeg]),
      "mixed",
    ],
    ["a bomb of 50,000 × 50,000", bomb(50_000, 50_000), "pixels"],
    ["a bomb in one line", bomb(2_000_000_000, 1), "broken"],
    ["a header that lies", bomb(1_000, 1_000), "broken"],
    ["a picture that breaks off", photo.subarray(0, photo.length * 0.7), "broken"],
    ["a beginning", photo.subarray(0, 40), "broken"],
  ])("is not %s", async (_, bytes, flaw) => {
    await expect(inspectPicture(bytes)).rejects.toMatchObject({ name: "PictureRefused", flaw });
  });
});

describe("renditions", () => {
  test("are upright, of each width in both formats, and tell nothing of where and by what", async () => {
    expect(photo.includes("Kamera Rahasia")).toBe(true);
    expect((await sharp(photo).metadata()).orientation).toBe(6);
    const made = await renditions(photo);
    expect(made.map(({ width, format }) => `${width} ${format}`)).toEqual([
      ...["320 webp", "320 avif", "800 webp", "800 avif", "1600 webp", "1600 avif", "1200 jpeg"],
    ]);
    for (const { width, format, bytes } of made) {
      const { exif, xmp, iptc, icc, orientation, format: kind } = await sharp(bytes).metadata();
      expect([exif, xmp, iptc, icc, orientation]).toEqual(Array(5).fill(undefined));
      expect(Buffer.from(bytes).includes("Kamera")).toBe(false);
      expect(kind).toBe(format === "avif" ? "heif" : format);
      // Never more pixels than there are.
      const shown = Math.min(width, 900);
      expect(await sizeOf(bytes)).toEqual([shown, Math.round((shown * 4) / 3)]);
      expect(await colorAt(bytes, { x: 0.9, y: 0.1 })).toBe("red");
      expect(await colorAt(bytes, { x: 0.1, y: 0.1 })).toBe("blue");
    }
  });

  test("are turned as asked", async () => {
    const [turned] = await renditions(photo, 90);
    expect(await sizeOf(turned?.bytes ?? photo)).toEqual([320, 240]);
    expect(await colorAt(turned?.bytes ?? photo, { x: 0.9, y: 0.9 })).toBe("red");
    const [half] = await renditions(photo, 180);
    expect(await colorAt(half?.bytes ?? photo, { x: 0.1, y: 0.9 })).toBe("red");
  });

  test("stop at the first width that holds the whole picture", () => {
    expect([1, 320, 321, 800, 801, 9_000].map(widthsOf)).toEqual([
      ...[[320], [320], [320, 800], [320, 800], [320, 800, 1600], [320, 800, 1600]],
    ] as never);
  });
});
