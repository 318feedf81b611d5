import { z } from "@hono/zod-openapi";
import { RENDITION_FORMATS, RENDITION_WIDTHS } from "../../infra/pictures/renditions.ts";
import { Version } from "../cars/car-input.ts";

/** Of a car, and of one upload. */
export const MOST_PHOTOS = 40;
/** Of what everybody is shown. */
export const PHOTO_TYPES = RENDITION_FORMATS.map((format) => `image/${format}` as const);
/** Bytes of one file. */
export const LARGEST_PHOTO = 15 * 1024 * 1024;

const address = z.string().openapi({ description: "At the dealership's own host." });

export const Picture = z
  .object({
    width: z.int().openapi({ description: "Pixels of the picture, as it is shown." }),
    height: z.int(),
    placeholder: z.string().openapi({
      description: "A data URL of a tiny picture, to be shown blurred until another is there.",
    }),
    sizes: z
      .array(z.object({ width: z.int(), webp: address, avif: address }))
      .max(RENDITION_WIDTHS.length)
      .openapi({ description: "For srcset, the smallest first." }),
    jpeg: address.nullable().openapi({
      description: "Up to 1200 wide, for what takes neither WebP nor AVIF; null until it is there.",
    }),
  })
  .openapi("Picture");
export type Picture = z.infer<typeof Picture>;

export const TakenFile = z
  .object({
    name: z.string().openapi({ description: "As the form names it." }),
    status: z.enum(["waiting", "ready", "refused"]).openapi({
      description:
        "Waiting until it is rendered, which photo.changed tells on the stream of events; ready where the dealership had this very picture.",
    }),
    reason: z.string().nullable().openapi({ description: "Why it is refused." }),
  })
  .openapi("TakenFile");
export type TakenFile = z.infer<typeof TakenFile>;

export const Turn = z
  .strictObject({
    degrees: z.literal([90, 180, 270]).openapi({ description: "Clockwise, from how it is shown." }),
    version: Version.optional(),
  })
  .openapi("Turn");
