/** The widths of what pages show, in each of PAGE_FORMATS. */
const PAGE_WIDTHS = [320, 800, 1600] as const;
const PAGE_FORMATS = ["webp", "avif"] as const;
/** Of the one JPEG: for link previews and feeds, which do not all take the other formats. */
const JPEG_WIDTH = 1200;

export const RENDITION_WIDTHS = [...PAGE_WIDTHS, JPEG_WIDTH] as const;
export type RenditionWidth = (typeof RENDITION_WIDTHS)[number];
export const RENDITION_FORMATS = [...PAGE_FORMATS, "jpeg"] as const;
export type RenditionFormat = (typeof RENDITION_FORMATS)[number];

export interface RenditionKind {
  width: RenditionWidth;
  format: RenditionFormat;
}

export const JPEG = { width: JPEG_WIDTH, format: "jpeg" } as const satisfies RenditionKind;

/** The widths that pages show a picture in: up to the first that holds all of its own pixels. */
export const widthsOf = (width: number): (typeof PAGE_WIDTHS)[number][] =>
  PAGE_WIDTHS.filter((_, n) => (PAGE_WIDTHS[n - 1] ?? 0) < width);

/** What a picture of this width is rendered as. */
export const renditionsOf = (width: number): RenditionKind[] => [
  ...widthsOf(width).flatMap((one) => PAGE_FORMATS.map((format) => ({ width: one, format }))),
  JPEG,
];
