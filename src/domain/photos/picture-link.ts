import {
  RENDITION_FORMATS,
  RENDITION_WIDTHS,
  type RenditionFormat,
  type RenditionWidth,
  type Rotation,
  widthsOf,
} from "../../infra/pictures.ts";

/** Which picture of a dealership: its content, and how it is turned. */
export interface PictureIdentity {
  sha256: string;
  rotation: Rotation;
}

/** One rendition of a picture. */
export interface RenditionName extends PictureIdentity {
  width: RenditionWidth;
  format: RenditionFormat;
}

const NAME = new RegExp(
  `^([0-9a-f]{64})(?:-(90|180|270))?-(${RENDITION_WIDTHS.join("|")})\\.(${RENDITION_FORMATS.join("|")})$`,
);
const FOLDER = "/photos/";

/** The address of a rendition at the dealership's own host. What lies there never changes. */
export const renditionLink = ({ sha256, rotation, width, format }: RenditionName) =>
  `${FOLDER}${sha256}${rotation ? `-${rotation}` : ""}-${width}.${format}`;

/** Of the last part of an address; null for what names no rendition. */
export function parseRenditionName(name: string): RenditionName | null {
  const [, sha256, rotation = 0, width, format] = NAME.exec(name) ?? [];
  if (!sha256) return null;
  return {
    ...{ sha256, rotation: Number(rotation) as Rotation },
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
