import { widthsOf } from "../../infra/pictures/renditions.ts";
import type { Rotation } from "../../infra/pictures/rotation.ts";
import { jpegLink, renditionLink } from "./picture-link.ts";
import type { Picture } from "./schemas.ts";
import { storedRenditions } from "./stored-rendition.ts";

interface PictureRow extends Pick<Picture, "width" | "height" | "placeholder"> {
  sha256: string;
  rotation: number;
  plate: string;
  renditions: unknown;
}

/** How a picture that is ready is shown. */
export function pictureView(row: PictureRow): Picture {
  const { sha256, plate, width, height, placeholder } = row;
  const rotation = row.rotation as Rotation;
  const sizes = widthsOf(width).map((nominal) => {
    const name = { sha256, rotation, plate, width: nominal };
    return {
      width: Math.min(nominal, width),
      webp: renditionLink({ ...name, format: "webp" }),
      avif: renditionLink({ ...name, format: "avif" }),
    };
  });
  const hasJpeg = storedRenditions(row.renditions).some(({ format }) => format === "jpeg");
  const jpeg = hasJpeg ? jpegLink({ sha256, rotation, plate }) : null;
  return { width, height, placeholder, sizes, jpeg };
}

/** What it is made from. */
export const SHOWN_PICTURE = {
  select: {
    ...{ sha256: true, rotation: true, plate: true },
    ...{ width: true, height: true, placeholder: true, renditions: true },
  },
} as const;
