import { z } from "@hono/zod-openapi";
import { RENDITION_FORMATS } from "../../infra/pictures.ts";

/** Of a car, and of one upload. */
export const MOST_PHOTOS = 40;
/** Of what everybody is shown. */
export const PHOTO_TYPES = RENDITION_FORMATS.map((format) => `image/${format}` as const);
/** Bytes of one file. */
export const LARGEST_PHOTO = 15 * 1024 * 1024;

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
