import { z } from "@hono/zod-openapi";
import { HIGHEST_PRICE_IDR } from "../cars/vocabulary.ts";
import { Phone } from "../phone.ts";
import { text } from "../text.ts";

export const NewSale = z
  .strictObject({
    leadId: z.uuid("must be a UUID").optional(),
    buyerName: text(120).optional(),
    buyerPhone: Phone.optional(),
    priceIdr: z
      .int()
      .min(1)
      .max(HIGHEST_PRICE_IDR)
      .optional()
      .openapi({ description: "Whole rupiah; the car's price unless told." }),
    salespersonId: z
      .uuid("must be a UUID")
      .optional()
      .openapi({ description: "Whoever records the sale unless told." }),
    soldOn: z.iso
      .date()
      .refine((day) => day.startsWith("20"), "must lie between the years 2000 and 2099")
      .optional()
      .openapi({ description: "A day of the dealership's calendar; today unless told." }),
  })
  .refine(({ leadId, buyerName, buyerPhone }) => !leadId || !(buyerName || buyerPhone), {
    ...{ path: ["leadId"], message: "tells the buyer already" },
  })
  .openapi("NewSale", {
    description: "The buyer is a lead, or somebody with a name and a number.",
  });
export type NewSale = z.infer<typeof NewSale>;

export const Reopening = z.strictObject({ reason: text(500) }).openapi("Reopening");
export type Reopening = z.infer<typeof Reopening>;

const instant = z.iso.datetime();
const Named = z.object({ id: z.uuid(), name: z.string().nullable() });

export const Sale = z
  .object({
    id: z.uuid(),
    carId: z.uuid(),
    lead: Named.nullable().openapi({ description: "Null where one may not know of the lead." }),
    buyerName: z.string().nullable(),
    buyerPhone: z.string().nullable(),
    priceIdr: z.int(),
    salesperson: Named.nullable(),
    soldOn: z.iso.date(),
    createdAt: instant,
    reopenedAt: instant.nullable().openapi({ description: "Null while the sale stands." }),
    reopenedBy: Named.nullable(),
    reopenReason: z.string().nullable(),
  })
  .openapi("Sale");
export type Sale = z.infer<typeof Sale>;

/** What an export tells a person of one. */
export const ExportedPurchase = Sale.pick({ priceIdr: true, soldOn: true, reopenedAt: true })
  .extend({ car: z.string() })
  .openapi("ExportedPurchase");
export type ExportedPurchase = z.infer<typeof ExportedPurchase>;
