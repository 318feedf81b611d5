import { z } from "@hono/zod-openapi";
import { HIGHEST_PRICE_IDR } from "../cars/vocabulary.ts";
import { optionalText } from "../text.ts";

const HOLD_OUTCOMES = ["released", "expired", "sold"] as const;
export type HoldOutcome = (typeof HOLD_OUTCOMES)[number];

const until = z.iso
  .datetime({ offset: true, error: "must be an instant such as 2026-12-01T10:00:00+07:00" })
  .max(40)
  .openapi({ description: "When the car is free again: in the future, at most 60 days ahead." });

export const NewHold = z
  .strictObject({
    leadId: z.uuid("must be a UUID"),
    until,
    depositIdr: z
      .int()
      .min(1)
      .max(HIGHEST_PRICE_IDR)
      .nullable()
      .optional()
      .openapi({ description: "Whole rupiah that the buyer left for it." }),
    note: optionalText(1_000).optional(),
  })
  .openapi("NewHold");
export type NewHold = z.infer<typeof NewHold>;

export const HoldExtension = z.strictObject({ until }).openapi("HoldExtension");
export type HoldExtension = z.infer<typeof HoldExtension>;

const instant = z.iso.datetime();
const Named = z.object({ id: z.uuid(), name: z.string().nullable() });

export const Hold = z
  .object({
    id: z.uuid(),
    carId: z.uuid(),
    lead: Named.nullable().openapi({
      description: "For whom; null, as is the note, where one may not know of the lead.",
    }),
    takenBy: Named.nullable().openapi({ description: "Null where an API key took it." }),
    until: instant,
    depositIdr: z.int().nullable(),
    note: z.string().nullable(),
    createdAt: instant,
    endedAt: instant.nullable().openapi({ description: "Null while the car is held." }),
    outcome: z.enum(HOLD_OUTCOMES).nullable(),
  })
  .openapi("Hold");
export type Hold = z.infer<typeof Hold>;

/** What an export tells a person of one. */
export const ExportedHold = Hold.pick({
  ...{ until: true, depositIdr: true, note: true, createdAt: true, endedAt: true, outcome: true },
})
  .extend({ car: z.string() })
  .openapi("ExportedHold");
export type ExportedHold = z.infer<typeof ExportedHold>;
