import { z } from "@hono/zod-openapi";
import { text } from "../../text.ts";
import { LARGEST_PHOTO, MOST_PHOTOS } from "../schemas.ts";

/** As browsers name them; what a file is, is told by its content. */
export const UPLOAD_TYPES = [
  ...["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"],
] as const;

/** Characters of a file's name. */
const LONGEST_NAME = 200;

export const NamedFile = z
  .strictObject({
    name: text(LONGEST_NAME),
    contentType: z.enum(UPLOAD_TYPES),
    bytes: z.int().min(1).max(LARGEST_PHOTO).openapi({ description: "Of the file, exactly." }),
  })
  .openapi("NamedFile");
export type NamedFile = z.infer<typeof NamedFile>;

export const NamedFiles = z
  .strictObject({ files: z.array(NamedFile).min(1).max(MOST_PHOTOS) })
  .openapi("NamedFiles");

export const PhotoAddresses = z
  .object({
    id: z.uuid(),
    expiresAt: z.iso.datetime().openapi({ description: "Of the addresses." }),
    completeBefore: z.iso.datetime(),
    files: z
      .array(
        z.object({
          name: z.string(),
          url: z.string().openapi({
            description: "Absolute, at the object store; or a path at the dealership's own host.",
          }),
          contentType: z.string().openapi({ description: "To be sent as `Content-Type`." }),
        }),
      )
      .max(MOST_PHOTOS),
  })
  .openapi("PhotoAddresses");
