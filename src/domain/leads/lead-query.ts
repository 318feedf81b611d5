import { z } from "@hono/zod-openapi";
import { text } from "../text.ts";
import { periodFields } from "./period.ts";
import { LEAD_SOURCES, LEAD_STATUSES } from "./vocabulary.ts";

const cursor = z.string().min(1).max(200);

const limit = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number)
  .pipe(z.int().min(1, "must be at least 1").max(100, "must be at most 100"))
  .openapi({ type: "integer", minimum: 1, maximum: 100, default: 20 });

/** Of a list that is read page by page. */
export const pageFields = {
  limit: limit.default(20),
  cursor: cursor.optional().openapi({ description: "meta.nextCursor of the page before." }),
};

export const LeadQuery = z.strictObject({
  status: z.enum(LEAD_STATUSES).optional(),
  assignee: z
    .union(
      [z.enum(["none", "me"]), z.uuid({ abort: true })],
      "must be none, me or the id of a staff member",
    )
    .optional(),
  source: z.enum(LEAD_SOURCES).optional(),
  tag: text(40).optional(),
  ...periodFields,
  q: text(100).optional().openapi({
    description: "Part of the name, of the phone number in any spelling, or of what was written.",
  }),
  ...pageFields,
});
export type LeadQuery = z.infer<typeof LeadQuery>;

export const LeadDetailQuery = z.strictObject({
  messagesBefore: cursor
    .optional()
    .openapi({ description: "data.olderMessages of the answer before, for the messages before." }),
});

export const LeadStatsQuery = z.strictObject(periodFields);
