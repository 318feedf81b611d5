import { z } from "@hono/zod-openapi";
import { Day } from "../car-input.ts";

const told = (description: string) => ({ description });

const worth = {
  cars: z.int().openapi(told("Cars on offer.")),
  value: z.int().openapi(told("What is asked for them, whole rupiah.")),
  cost: z.int().optional().openapi(told("What they are known to cost. Absent without cars:cost.")),
};

export const StockValueQuery = z.strictObject({
  from: Day.optional().openapi(told("90 days before `to` unless told.")),
  to: Day.optional().openapi(told("Today unless told; at most five years after `from`.")),
});
export type StockValueQuery = z.infer<typeof StockValueQuery>;

export const StockValue = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    days: z
      .array(z.object({ day: z.iso.date(), ...worth }))
      .openapi(told("As each day ended; a day of which nothing is known is left out.")),
    now: z.object(worth),
  })
  .openapi("StockValue");
export type StockValue = z.infer<typeof StockValue>;
