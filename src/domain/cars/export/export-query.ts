import { z } from "@hono/zod-openapi";
import { filters } from "../car-query.ts";
import { STATUSES } from "../vocabulary.ts";

const EXPORT_FORMATS = ["csv", "xlsx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const { sort: _, limit: __, page: ___, cursor: ____, ...carFilters } = filters;

/** Which cars to write, as the staff's list finds them, and how. */
export const ExportQuery = z.strictObject({
  ...carFilters,
  status: z.enum(STATUSES).optional(),
  format: z.enum(EXPORT_FORMATS).default("csv").openapi({ default: "csv" }),
});
export type ExportQuery = z.infer<typeof ExportQuery>;
