import { type Rotation, widthsOf } from "../../infra/pictures.ts";
import { renditionLink } from "./picture-link.ts";
import type { Picture } from "./schemas.ts";

interface PictureRow extends Pick<Picture, "width" | "height" | "placeholder"> {
  sha256: string;
  rotation: number;
}

/** How a picture that is ready is shown. */
export function pictureView(row: PictureRow): Picture {
  const { sha256, width, height, placeholder } = row;
  const rotation = row.rotation as Rotation;
  const sizes = widthsOf(width).map((nominal) => {
    const name = { sha256, rotation, width: nominal };
    return {
      width: Math.min(nominal, width),
      webp: renditionLink({ ...name, format: "webp" }),
      avif: renditionLink({ ...name, format: "avif" }),
    };
  });
  return { width, height, placeholder, sizes };
}

/** What it is made from. */
export const SHOWN_PICTURE = {
  select: { sha256: true, rotation: true, width: true, height: true, placeholder: true },
} as const;
