import { z } from "@hono/zod-openapi";
import { pageCursor, pageFields } from "../page-fields.ts";
import { text } from "../text.ts";
import { periodFields } from "./period.ts";
import { LEAD_SOURCES, LEAD_STATUSES } from "./vocabulary.ts";

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
  ...pageFields(20),
});
export type LeadQuery = z.infer<typeof LeadQuery>;

export const LeadDetailQuery = z.strictObject({
  messagesBefore: pageCursor
    .optional()
    .openapi({ description: "data.olderMessages of the answer before, for the messages before." }),
});

export const LeadStatsQuery = z.strictObject(periodFields);
