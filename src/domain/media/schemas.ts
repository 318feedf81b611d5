import { z } from "@hono/zod-openapi";
import { SIZE_LIMIT } from "../../infra/guarded-fetch.ts";
import { MEDIA_STATUSES } from "../conversations/schemas.ts";

/** Bytes of any file that is kept. */
export const LARGEST_FILE = SIZE_LIMIT;
/** Bytes; the gateway takes no larger file. */
export const LARGEST_UPLOAD = 4 * 1024 * 1024;
/** Characters. */
export const LONGEST_FILENAME = 200;

export const Media = z
  .object({
    id: z.uuid(),
    status: z.enum(MEDIA_STATUSES).openapi({
      description:
        "Pending while it is fetched from the gateway; refused for its type, size or address; lost when it was gone before it could be fetched, or erased with the person.",
    }),
    contentType: z.string().nullable().openapi({ description: "Told by its content." }),
    bytes: z.int().nullable(),
    filename: z.string().nullable(),
    reason: z.string().nullable().openapi({ description: "Why it is refused, lost or delayed." }),
    createdAt: z.iso.datetime(),
    url: z.string().nullable().openapi({
      description:
        "Of a stored one: its address at this host, which needs no login and is good until expiresAt.",
    }),
    expiresAt: z.iso.datetime().nullable(),
  })
  .openapi("Media");
export type Media = z.infer<typeof Media>;

/** A file of the dealership without the link by which it is read. */
export type MediaView = Omit<Media, "url" | "expiresAt">;
