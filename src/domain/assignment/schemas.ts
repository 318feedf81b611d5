import { z } from "@hono/zod-openapi";

const limit = z.int().min(1).max(10_000).nullable();
const Limit = limit.openapi({
  description: "Open leads at which no more are given out; null: as the settings say.",
});

export const Availability = z
  .object({
    staff: z.object({ id: z.uuid(), name: z.string() }),
    isOnShift: z.boolean(),
    nextShiftAt: z.iso.datetime().nullable().openapi({
      description: "When they next come on, also from a break.",
    }),
    isBusy: z.boolean().openapi({ description: "Is given no lead until they say otherwise." }),
    openLeads: z.int(),
    maxOpenLeads: Limit,
  })
  .openapi("Availability");
export type Availability = z.infer<typeof Availability>;

export const AvailabilityChange = z
  .strictObject({ isBusy: z.boolean().optional(), maxOpenLeads: Limit.optional() })
  .refine((change) => Object.keys(change).length > 0, "must name something to change")
  .openapi("AvailabilityChange");
export type AvailabilityChange = z.infer<typeof AvailabilityChange>;

export const OwnAvailability = z
  .object({ staffId: z.uuid(), isBusy: z.boolean(), maxOpenLeads: Limit })
  .openapi("OwnAvailability");
export type OwnAvailability = z.infer<typeof OwnAvailability>;
