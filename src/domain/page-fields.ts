import { z } from "@hono/zod-openapi";

/** How many a page of a list holds: 1 to 100. */
const pageLimit = (normal: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(1, "must be at least 1").max(100, "must be at most 100"))
    .openapi({ type: "integer", minimum: 1, maximum: 100, default: normal })
    .default(normal);

/** Where a list that is read page by page goes on. */
export const pageCursor = z.string().min(1).max(200);

/** The fields of a query for a list that is read page by page. */
export const pageFields = (normal: number) => ({
  limit: pageLimit(normal),
  cursor: pageCursor.optional().openapi({ description: "meta.nextCursor of the page before." }),
});
