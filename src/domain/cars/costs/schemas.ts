import { z } from "@hono/zod-openapi";
import { optionalText } from "../../text.ts";
import { Day, Version } from "../car-input.ts";
import { HIGHEST_PRICE_IDR } from "../vocabulary.ts";

/** The database checks the same words. */
const COST_KINDS = ["purchase", "repair", "tax", "other"] as const;

const kind = z.enum(COST_KINDS).openapi({
  description: "`purchase` is what buying cost besides the car's own `cost`.",
});

const fields = {
  kind,
  amount: z.int().min(1).max(HIGHEST_PRICE_IDR).openapi({ description: "Whole rupiah." }),
  note: optionalText(500),
  spentOn: Day,
};

export const NewCarCost = z
  .strictObject({ ...fields, note: fields.note.optional() })
  .openapi("NewCarCost");
export type NewCarCost = z.infer<typeof NewCarCost>;

/** Some fields of a cost. The version may come here or in If-Match. */
export const CarCostChange = z
  .strictObject({ ...z.object(fields).partial().shape, version: Version.optional() })
  .openapi("CarCostChange");
export type CarCostChange = z.infer<typeof CarCostChange>;

export const CarCost = z
  .object({
    id: z.uuid(),
    carId: z.uuid(),
    kind,
    amount: z.int(),
    note: z.string().nullable(),
    spentOn: z.iso.date(),
    createdBy: z.object({ id: z.uuid(), name: z.string() }).nullable().openapi({
      description: "Null where an API key wrote it down.",
    }),
    version: Version,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("CarCost");
export type CarCost = z.infer<typeof CarCost>;
