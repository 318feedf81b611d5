import {
  JPEG,
  RENDITION_FORMATS,
  RENDITION_WIDTHS,
  type RenditionFormat,
  type RenditionKind,
  type RenditionWidth,
  widthsOf,
} from "../../infra/pictures/renditions.ts";
import type { Rotation } from "../../infra/pictures/rotation.ts";

/** Which picture of a dealership: its content, how it is turned, and what of it is covered. */
export interface PictureIdentity {
  sha256: string;
  rotation: Rotation;
  /** The area as plateText writes it; empty or left out: none. */
  plate?: string;
}

/** One rendition of a picture. */
export type RenditionName = PictureIdentity & RenditionKind;

const NAME = new RegExp(
  `^([0-9a-f]{64})(?:-(90|180|270))?(?:-p(\\d+(?:x\\d+){3}))?-(${RENDITION_WIDTHS.join("|")})\\.(${RENDITION_FORMATS.join("|")})$`,
);
const FOLDER = "/photos/";

/** The address of a rendition at the dealership's own host. What lies there never changes. */
export const renditionLink = ({ sha256, rotation, plate, width, format }: RenditionName) =>
  `${FOLDER}${sha256}${rotation ? `-${rotation}` : ""}${plate ? `-p${plate}` : ""}-${width}.${format}`;

/** Of the last part of an address; null for what names no rendition. */
export function parseRenditionName(name: string): RenditionName | null {
  const [, sha256, rotation = 0, plate = "", width, format] = NAME.exec(name) ?? [];
  if (!sha256) return null;
  return {
    ...{ sha256, rotation: Number(rotation) as Rotation, plate },
    ...{ width: Number(width) as RenditionWidth, format: format as RenditionFormat },
  };
}

/** The picture that a photo's address names, where it names one. */
export const pictureOfLink = (url: string): PictureIdentity | null =>
  url.startsWith(FOLDER) ? parseRenditionName(url.slice(FOLDER.length)) : null;

/** The address by which a picture is a car's photo: its largest WebP. */
export function photoUrl(picture: PictureIdentity & { width: number }): string {
  const width = widthsOf(picture.width).at(-1) ?? RENDITION_WIDTHS[0];
  return renditionLink({ ...picture, width, format: "webp" });
}

/** Of the same picture as a JPEG. */
export const jpegLink = (picture: PictureIdentity) => renditionLink({ ...picture, ...JPEG });

/**
 * The address of a photo for what does not take every format: that of its JPEG, where it has one.
 * @param photo with its url, and whether its picture has a JPEG.
 */
export function sharedUrl({ url, hasJpeg }: { url: string; hasJpeg: boolean }): string {
  const picture = hasJpeg ? pictureOfLink(url) : null;
  return picture ? jpegLink(picture) : url;
}
