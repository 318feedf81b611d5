import { z } from "@hono/zod-openapi";
import { Lead } from "../schemas.ts";

/** Hours in which a merge can be undone. */
export const UNDO_HOURS = 24;

export const LeadMergeInput = z
  .strictObject({
    leadId: z.uuid("must be a UUID").openapi({ description: "Of the lead that merges into this." }),
  })
  .openapi("LeadMergeInput");

export const LeadMerge = z
  .object({
    id: z.uuid(),
    mergedAt: z.iso.datetime(),
    undoUntil: z.iso.datetime(),
    lead: Lead.openapi({ description: "The lead that stays." }),
  })
  .openapi("LeadMerge");
export type LeadMerge = z.infer<typeof LeadMerge>;

export const UndoneMerge = z
  .object({
    kept: Lead.openapi({ description: "The lead that stayed." }),
    restored: Lead.openapi({ description: "The lead that is its own again." }),
  })
  .openapi("UndoneMerge");
export type UndoneMerge = z.infer<typeof UndoneMerge>;
