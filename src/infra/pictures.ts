import { fileTypeFromBuffer } from "file-type";
import pLimit from "p-limit";
import sharp from "sharp";

/** What is taken, told by the content. */
const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp"] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

export const RENDITION_WIDTHS = [320, 800, 1600] as const;
export type RenditionWidth = (typeof RENDITION_WIDTHS)[number];
export const RENDITION_FORMATS = ["webp", "avif"] as const;
export type RenditionFormat = (typeof RENDITION_FORMATS)[number];

/** Clockwise degrees by which staff turn a picture, besides what its camera says. */
export type Rotation = 0 | 90 | 180 | 270;

/** A large phone's camera; each pixel takes some 4 bytes while it is decoded. */
const MOST_PIXELS = 50_000_000;
/** Seconds for one rendition. */
const LONGEST = 60;
/** Pixels of the longer side of what is shown, blurred, until a rendition is there. */
const PLACEHOLDER_SIDE = 16;

/** What each format is written with; the time is the AVIF of the largest width. */
const ENCODING = { webp: { quality: 80 }, avif: { quality: 55, effort: 2 } } as const;

/** A decoder takes a processor and its memory. */
const AT_ONCE = 2;
const inTurn = pLimit(AT_ONCE);
sharp.cache(false);
sharp.concurrency(1);

export type PictureFlaw = "type" | "mixed" | "pixels" | "broken";

/** Why a file is no picture to be taken. */
export class PictureRefused extends Error {
  override name = "PictureRefused";
  constructor(readonly flaw: PictureFlaw) {
    super(`the picture is refused: ${flaw}`);
  }
}

export interface InspectedPicture {
  contentType: PictureType;
  /** Pixels, as it is shown: upright, and turned as asked. */
  width: number;
  height: number;
  /** A data URL of some 200 bytes. */
  placeholder: string;
}

export interface Rendition {
  width: RenditionWidth;
  format: RenditionFormat;
  bytes: Uint8Array;
}

/** Aliases of a type: a moving PNG is taken by its first picture. */
const typeOf = (mime: string | undefined) => (mime === "image/apng" ? "image/png" : mime);

const isTaken = (type: string | undefined): type is PictureType =>
  (PICTURE_TYPES as readonly string[]).includes(type ?? "");

/** What makes a picture a page, a program or an archive as well. */
const PAGE = /<script|<!doctype|<html[\s>]|<\?php\s|<svg\s+xmlns/i;
const ARCHIVE_END = "PK\x05\x06";
/** Bytes of the record that ends an archive, the comment behind it left out. */
const ARCHIVE_END_BYTES = 22;
const PDF_WITHIN = 1_024;

function isMixed(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  if (PAGE.test(text) || text.slice(0, PDF_WITHIN).includes("%PDF-")) return true;
  const end = text.lastIndexOf(ARCHIVE_END);
  if (end < 0 || end + ARCHIVE_END_BYTES > text.length) return false;
  const comment = text.charCodeAt(end + 20) + 256 * text.charCodeAt(end + 21);
  return end + ARCHIVE_END_BYTES + comment === text.length;
}

const open = (bytes: Uint8Array) =>
  sharp(bytes, { failOn: "error", limitInputPixels: MOST_PIXELS }).timeout({ seconds: LONGEST });

/**
 * What a file is, by its content: its header first, then every pixel of it, so that nothing broken
 * is taken.
 * @throws PictureRefused: of another type, also something else, above 50 million pixels, broken.
 */
export async function inspectPicture(
  bytes: Uint8Array,
  rotation: Rotation = 0,
): Promise<InspectedPicture> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const contentType = typeOf(found?.mime);
  if (!isTaken(contentType)) throw new PictureRefused("type");
  if (isMixed(bytes)) throw new PictureRefused("mixed");
  return inTurn(async () => {
    // Read without a limit, as it decodes nothing, so that it tells too large from broken.
    const header = await sharp(bytes, { limitInputPixels: false }).metadata().catch(broken);
    const { width, height } = header.autoOrient;
    if (width * height > MOST_PIXELS) throw new PictureRefused("pixels");
    const small = await open(bytes)
      .autoOrient()
      .rotate(rotation)
      .resize(PLACEHOLDER_SIDE, PLACEHOLDER_SIDE, { fit: "inside" })
      .webp({ quality: 40 })
      .toBuffer()
      .catch(broken);
    const placeholder = `data:image/webp;base64,${small.toString("base64")}`;
    const size = rotation % 180 ? { width: height, height: width } : { width, height };
    return { contentType, ...size, placeholder };
  });
}

const broken = (): never => {
  throw new PictureRefused("broken");
};

/** The widths that a picture has renditions of: up to the first that holds all of its own pixels. */
export const widthsOf = (width: number): RenditionWidth[] =>
  RENDITION_WIDTHS.filter((_, n) => (RENDITION_WIDTHS[n - 1] ?? 0) < width);

/**
 * Makes the renditions of a picture, one after another: upright, turned as asked, never enlarged,
 * with nothing in them but the picture.
 * @throws Error for one that cannot be decoded.
 */
export async function* renderPicture(
  bytes: Uint8Array,
  rotation: Rotation,
): AsyncGenerator<Rendition> {
  const { autoOrient } = await open(bytes).metadata();
  const widths = widthsOf(rotation % 180 === 0 ? autoOrient.width : autoOrient.height);
  // Decoded once, down to the largest; the others are made of that.
  const upright = open(bytes)
    .autoOrient()
    .rotate(rotation)
    .resize({ width: widths.at(-1), withoutEnlargement: true });
  const { data, info } = await inTurn(() => upright.raw().toBuffer({ resolveWithObject: true }));
  for (const width of widths) {
    for (const format of RENDITION_FORMATS) {
      const sized = sharp(data, { raw: info })
        .resize({ width, withoutEnlargement: true })
        .timeout({ seconds: LONGEST });
      yield {
        width,
        format,
        bytes: await inTurn(() => sized[format](ENCODING[format]).toBuffer()),
      };
    }
  }
}
