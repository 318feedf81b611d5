import { z } from "@hono/zod-openapi";
import { pageFields } from "../../page-fields.ts";
import { filters } from "../car-query.ts";
import { HIGHEST_MILEAGE_KM, HIGHEST_PRICE_IDR, STATUSES } from "../vocabulary.ts";
import { BULK_OUTCOMES, BULK_REASONS, BULK_STATUSES, MOST_NAMED } from "./vocabulary.ts";

const told = (description: string) => ({ description });
const whole = (most: number) => z.int().min(0).max(most).optional();
const { brand, model, transmission, fuel, bodyType, color, q } = filters;

const BulkFilter = z
  .strictObject({
    ...{ brand, model, transmission, fuel, bodyType, color, q },
    ...{ yearMin: whole(9_999), yearMax: whole(9_999) },
    ...{ priceMin: whole(HIGHEST_PRICE_IDR), priceMax: whole(HIGHEST_PRICE_IDR) },
    ...{ mileageMax: whole(HIGHEST_MILEAGE_KM), status: z.enum(STATUSES).optional() },
  })
  .openapi("BulkFilter", told("As the list of cars has it; at most 10,000 cars."));

const roundTo = z
  .int()
  .min(1)
  .max(100_000_000)
  .optional()
  .openapi(told("Whole rupiah to a multiple of which the new price is rounded."));

const NOT_IN_BULK =
  "must be draft or available: a sale has a buyer and a hold has a lead, so each car is sold or booked by itself";

const BulkCarChange = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("set_price"), price: z.int().min(1).max(HIGHEST_PRICE_IDR) }),
    z.strictObject({
      kind: z.literal("add_to_price"),
      amount: z
        .int()
        .min(-HIGHEST_PRICE_IDR)
        .max(HIGHEST_PRICE_IDR)
        .openapi(told("Whole rupiah, negative for a reduction.")),
      roundTo,
    }),
    z.strictObject({
      kind: z.literal("change_price_by_percent"),
      percent: z.number().min(-90).max(500).openapi(told("Negative for a reduction.")),
      roundTo,
    }),
    z.strictObject({
      kind: z.literal("set_status"),
      status: z.enum(["draft", "available"], NOT_IN_BULK),
    }),
  ])
  .openapi("BulkCarChange");
export type BulkCarChange = z.infer<typeof BulkCarChange>;

export const NewBulkChange = z
  .strictObject({
    cars: z
      .strictObject({
        ids: z.array(z.uuid("must be a UUID")).min(1).max(MOST_NAMED).optional(),
        filter: BulkFilter.optional(),
      })
      .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
        message: "must be told by ids or by a filter",
      }),
    change: BulkCarChange,
  })
  .openapi("NewBulkChange");
export type NewBulkChange = z.infer<typeof NewBulkChange>;

export const BulkApplication = z
  .strictObject({
    mode: z
      .enum(["all_or_nothing", "leave_changed"])
      .openapi(
        told("Whether cars that changed since the preview have the whole refused, or are left."),
      ),
  })
  .openapi("BulkApplication");
export type BulkApplication = z.infer<typeof BulkApplication>;

const instant = z.iso.datetime();
const counts = Object.fromEntries(BULK_OUTCOMES.map((outcome) => [outcome, z.int()])) as Record<
  (typeof BULK_OUTCOMES)[number],
  z.ZodInt
>;

export const BulkChange = z
  .object({
    id: z.uuid(),
    change: BulkCarChange,
    status: z.enum(BULK_STATUSES),
    counts: z.object(counts).openapi(told("Of its cars, by outcome.")),
    createdAt: instant,
    createdBy: z
      .object({ id: z.uuid(), name: z.string() })
      .nullable()
      .openapi(told("Null where an API key made it.")),
    expiresAt: instant.nullable().openapi(told("Until when a preview may be applied.")),
    appliedAt: instant.nullable(),
    undoUntil: instant.nullable().openapi(told("Null unless it may be undone.")),
    undoneAt: instant.nullable(),
  })
  .openapi("BulkChange");
export type BulkChange = z.infer<typeof BulkChange>;

const price = z.int().nullable();

export const BulkChangeCar = z
  .object({
    carId: z.uuid(),
    displayCode: z.string(),
    title: z.string(),
    outcome: z.enum(BULK_OUTCOMES),
    reason: z.enum(BULK_REASONS).nullable(),
    status: z.object({ before: z.enum(STATUSES), after: z.enum(STATUSES) }),
    price: z.object({ before: price, after: price }).openapi(told("Whole rupiah.")),
  })
  .openapi("BulkChangeCar");
export type BulkChangeCar = z.infer<typeof BulkChangeCar>;

const cursor = z.uuid("is not a cursor of this list").optional();

export const BulkCarsQuery = z.strictObject({
  outcome: z.enum(BULK_OUTCOMES).optional(),
  ...pageFields(50),
  cursor: cursor.openapi(told("meta.nextCursor of the page before.")),
});
export type BulkCarsQuery = z.infer<typeof BulkCarsQuery>;

export const BulkChangesQuery = z.strictObject(pageFields(20));
export type BulkChangesQuery = z.infer<typeof BulkChangesQuery>;
