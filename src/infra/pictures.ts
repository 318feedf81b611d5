import pLimit from "p-limit";
import sharp from "sharp";
import { type Area, coverArea, type Pixels, turnArea } from "./pictures/cover-area.ts";
import { decodeHeic } from "./pictures/decode-heic.ts";
import { PictureRefused } from "./pictures/picture-refused.ts";
import { type PictureType, pictureType } from "./pictures/picture-type.ts";
import { type RenditionKind, renditionsOf } from "./pictures/renditions.ts";
import type { Rotation } from "./pictures/rotation.ts";

/** A large phone's camera; each pixel takes some 4 bytes while it is decoded. */
const MOST_PIXELS = 50_000_000;
/** Seconds for one rendition. */
const LONGEST = 60;
/** Pixels of the longer side of what is shown, blurred, until a rendition is there. */
const PLACEHOLDER_SIDE = 16;

/** What each format is written with; the time is the AVIF of the largest width. */
const ENCODING = {
  webp: { quality: 80 },
  avif: { quality: 55, effort: 2 },
  jpeg: { quality: 80, progressive: true },
} as const;

/** A decoder takes a processor and its memory. */
const AT_ONCE = 2;
const inTurn = pLimit(AT_ONCE);
/** Apart, so that no upload waits for what nobody waits for. */
const encoding = pLimit(AT_ONCE);
sharp.cache(false);
sharp.concurrency(1);

export interface InspectedPicture {
  contentType: PictureType;
  /** Pixels, as it is shown: upright, and turned as asked. */
  width: number;
  height: number;
  /** A data URL of some 200 bytes. */
  placeholder: string;
}

interface Rendition extends RenditionKind {
  bytes: Uint8Array;
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
  const contentType = await pictureType(bytes);
  const readable = contentType === "image/heic" ? await decodeHeic(bytes, MOST_PIXELS) : bytes;
  return inTurn(async () => {
    // Read without a limit, as it decodes nothing, so that it tells too large from broken.
    const header = await sharp(readable, { limitInputPixels: false }).metadata().catch(broken);
    const { width, height } = header.autoOrient;
    if (width * height > MOST_PIXELS) throw new PictureRefused("pixels");
    const small = await open(readable)
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

interface Rendering {
  /** What is made unreadable. */
  cover?: Area | null;
  /** Which renditions are made, of those that the picture has. */
  wants?: (kind: RenditionKind) => boolean;
}

/**
 * Makes the renditions of a picture: upright, turned as asked, never enlarged, with nothing in them
 * but the picture.
 * @throws Error for one that cannot be decoded.
 */
export async function* renderPicture(
  bytes: Uint8Array,
  rotation: Rotation,
  { cover = null, wants = () => true }: Rendering = {},
): AsyncGenerator<Rendition> {
  const isHeic = (await pictureType(bytes)) === "image/heic";
  const readable = isHeic ? await decodeHeic(bytes, MOST_PIXELS) : bytes;
  const { autoOrient } = await open(readable).metadata();
  const kinds = renditionsOf(rotation % 180 === 0 ? autoOrient.width : autoOrient.height);
  const largest = Math.max(...kinds.map(({ width }) => width));
  // Decoded once, down to the largest; the others are made of that.
  const upright = open(readable)
    .autoOrient()
    .rotate(rotation)
    .resize({ width: largest, withoutEnlargement: true });
  const pixels = await inTurn(async () => {
    const read: Pixels = await upright.raw().toBuffer({ resolveWithObject: true });
    return cover ? coverArea(read, turnArea(cover, rotation)) : read;
  });
  const wanted = kinds.filter(wants);
  const begin = (kind: RenditionKind) => [kind, encoding(() => encode(pixels, kind))] as const;
  const begun = new Map(wanted.toSorted(longestFirst).map(begin));
  // Whoever takes them up in their order is told of one that fails.
  for (const bytes of begun.values()) bytes.catch(() => {});
  for (const kind of wanted) {
    yield { ...kind, bytes: await (begun.get(kind) as Promise<Uint8Array>) };
  }
}

/** So that no processor waits for the other at the end. */
const longestFirst = (one: RenditionKind, other: RenditionKind) =>
  Number(other.format === "avif") - Number(one.format === "avif") || other.width - one.width;

function encode({ data, info }: Pixels, { width, format }: RenditionKind) {
  const sized = sharp(data, { raw: info })
    .resize({ width, withoutEnlargement: true })
    .timeout({ seconds: LONGEST });
  // What lies behind a picture that can be seen through.
  const opaque = format === "jpeg" ? sized.flatten({ background: "#ffffff" }) : sized;
  return opaque[format](ENCODING[format]).toBuffer();
}
