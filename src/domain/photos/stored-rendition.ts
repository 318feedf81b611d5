import { z } from "@hono/zod-openapi";
import { RENDITION_FORMATS, RENDITION_WIDTHS } from "../../infra/pictures/renditions.ts";

const StoredRendition = z.object({
  width: z.literal(RENDITION_WIDTHS),
  format: z.enum(RENDITION_FORMATS),
  bytes: z.int(),
});
export type StoredRendition = z.infer<typeof StoredRendition>;

/** What the column of a picture holds; what is no rendition is left out. */
export const storedRenditions = (column: unknown): StoredRendition[] =>
  Array.isArray(column) ? column.flatMap((one) => StoredRendition.safeParse(one).data ?? []) : [];
