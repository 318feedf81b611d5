import { z } from "@hono/zod-openapi";
import { AGEING_BANDS } from "./ageing-bands.ts";

const told = (description: string) => ({ description });
const rupiah = z.int().openapi(told("Whole rupiah."));

const Costs = z.object({
  purchase: rupiah
    .nullable()
    .openapi(told("The car's own cost and what buying it cost besides; null while unknown.")),
  repair: rupiah,
  tax: rupiah,
  other: rupiah,
  total: rupiah.nullable().openapi(told("All of these; null while the purchase is unknown.")),
  margin: rupiah.nullable().openapi(told("Price − total, for a sold car of its last price.")),
  marginPercent: z.number().nullable().openapi(told("Of the price, with one decimal.")),
});

const GivenPrice = z
  .object({
    price: rupiah,
    at: z.iso.datetime(),
    by: z.string().nullable().openapi(told("Who gave it, where the audit log tells.")),
    change: rupiah
      .nullable()
      .openapi(told("Against the price before, negative for a reduction; null for the first.")),
    changePercent: z.number().nullable().openapi(told("Of the price before, with one decimal.")),
  })
  .openapi("GivenPrice");
export type GivenPrice = z.infer<typeof GivenPrice>;

const DayOfCar = z
  .object({ day: z.iso.date(), views: z.int(), enquiries: z.int() })
  .openapi("DayOfCar");
export type DayOfCar = z.infer<typeof DayOfCar>;

export const CarNumbers = z
  .object({
    price: rupiah.nullable(),
    daysInStock: z
      .int()
      .nullable()
      .openapi(
        told(
          "Of the dealership's calendar, since it was listed, until it was sold; null for a draft.",
        ),
      ),
    ageing: z.enum(AGEING_BANDS).nullable().openapi(told("The band of its days in stock.")),
    enquiries: z.int(),
    views: z
      .int()
      .openapi(
        told("How often its page was read on the site in all, robots left out; some seconds late."),
      ),
    days: z.array(DayOfCar).openapi(told("The last 30 of the dealership's calendar, today first.")),
    prices: z.array(GivenPrice).openapi(told("The last 100 that it was given, newest first.")),
    costs: Costs.optional().openapi(told("Absent without cars:cost.")),
  })
  .openapi("CarNumbers");
export type CarNumbers = z.infer<typeof CarNumbers>;

const standing = { cars: z.int(), value: rupiah.openapi(told("Their prices, whole rupiah.")) };

export const StockAgeing = z
  .object({
    bands: z.array(z.object({ band: z.enum(AGEING_BANDS), ...standing })),
    ...standing,
  })
  .openapi("StockAgeing");
export type StockAgeing = z.infer<typeof StockAgeing>;
