import { crc32 } from "node:zlib";
import sharp from "sharp";

/** A photo as a phone takes it: lying on its side, with the place in its metadata. */
export const phonePhoto = (width = 1_200, height = 900, color = "#c02020") =>
  sharp({ create: { width, height, channels: 3, background: "#2040c0" } })
    // The upper left, as it lies; upright that is the upper right.
    .composite([
      {
        input: {
          create: {
            ...{ width: width >> 1, height: height >> 1, channels: 3, background: color },
          },
        },
        ...{ left: 0, top: 0 },
      },
    ])
    .withExif({
      IFD0: { Make: "Kamera Rahasia" },
      IFD3: { GPSLatitudeRef: "S", GPSLatitude: "6/1 12/1 30/1" },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** A picture of one colour. */
export const plainPicture = (
  format: "jpeg" | "png" | "webp" | "avif" | "gif",
  width = 400,
  height = 300,
  background = "#2040c0",
) =>
  sharp({ create: { width, height, channels: 3, background } })
    .toFormat(format)
    .toBuffer();

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** A PNG of some bytes whose header speaks of so many pixels. */
export function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", Buffer.from(Bun.deflateSync(Buffer.alloc(1_000)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** An archive without files. */
export const EMPTY_ZIP = Buffer.concat([Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(18)]);
