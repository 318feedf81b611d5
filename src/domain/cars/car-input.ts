import { z } from "@hono/zod-openapi";
import { optionalText, text, wellFormed } from "../text.ts";
import { parsePlate } from "./plate.ts";
import { RESERVED_SLUGS } from "./slug.ts";
import { parseVin } from "./vin.ts";
import {
  BODY_TYPES,
  BPKB_STATES,
  EARLIEST_YEAR,
  FUELS,
  HIGHEST_ENGINE_CC,
  HIGHEST_MILEAGE_KM,
  HIGHEST_PRICE_IDR,
  latestYear,
  STATUSES,
  TRANSMISSIONS,
} from "./vocabulary.ts";

const rupiah = z
  .int()
  .min(1)
  .max(HIGHEST_PRICE_IDR)
  .nullable()
  .openapi({ description: "Whole rupiah.", example: 185_000_000 });

const year = z
  .int()
  .min(EARLIEST_YEAR)
  .refine((value) => value <= latestYear(), "must be next year or earlier");

/** A day of the calendar, such as 2026-12-01. */
export const Day = z.iso
  .date()
  .refine((value) => /^(19|20|21)\d\d-/.test(value), "must lie between the years 1900 and 2199");

const orNull = <S extends z.ZodType>(schema: S) => schema.nullable();

const plate = z
  .string()
  .max(20)
  .transform((input, context) => {
    const parsed = parsePlate(input);
    if (parsed) return parsed.plate;
    context.addIssue({ code: "custom", message: "is not an Indonesian plate such as B 1234 XYZ" });
    return z.NEVER;
  })
  .openapi({ type: "string", maxLength: 20, example: "B 1234 XYZ" });

const vin = z
  .string()
  .max(30)
  .transform((input, context) => {
    const parsed = parseVin(input);
    if (parsed) return parsed;
    context.addIssue({ code: "custom", message: "must be 5 to 20 letters and digits" });
    return z.NEVER;
  })
  .openapi({ type: "string", maxLength: 30, example: "1M8GDM9AXKP042788" });

const photoUrl = wellFormed()
  .max(2_000)
  .refine(
    (value) =>
      !/[\s"'<>\\]/.test(value) &&
      (/^\/[^/]/.test(value) || (/^https?:\/\//.test(value) && URL.canParse(value))),
    "must be an http(s) address or a path that starts with /",
  );

const PhotoInput = z.strictObject({
  url: photoUrl,
  caption: optionalText(200).optional(),
  primary: z.boolean().optional(),
});

const photos = z
  .array(PhotoInput)
  .max(40, "must be at most 40")
  .refine((list) => list.filter((photo) => photo.primary).length <= 1, {
    message: "must have at most one primary photo",
  })
  .openapi({ description: "In order; the first is primary unless another is marked." });

const slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words joined by hyphens")
  .refine((value) => !RESERVED_SLUGS.includes(value), "stands for something else in addresses");

/** What a listing says, as staff write it. */
const carFields = {
  // zod would write the flag into the document's pattern, where every pattern is Unicode anyway.
  displayCode: text(40)
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._/-]*$/u, "must be letters, digits and . _ / -")
    .openapi({ pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{N} ._/-]*$" }),
  slug,
  brand: text(60),
  model: text(80),
  variant: optionalText(120),
  year,
  price: rupiah.openapi({ description: "Cash price in whole rupiah; only a draft may lack it." }),
  creditPrice: rupiah,
  cost: z.int().min(0).max(HIGHEST_PRICE_IDR).nullable().openapi({
    description: "What the dealership paid. Only roles with cars:cost may read or write it.",
  }),
  transmission: orNull(z.enum(TRANSMISSIONS)),
  fuel: orNull(z.enum(FUELS)),
  bodyType: orNull(z.enum(BODY_TYPES)),
  color: optionalText(40),
  mileage: z
    .int()
    .min(0)
    .max(HIGHEST_MILEAGE_KM)
    .nullable()
    .openapi({ description: "Kilometres." }),
  engineCc: z.int().min(1).max(HIGHEST_ENGINE_CC).nullable(),
  plate: orNull(plate).openapi({ type: ["string", "null"], maxLength: 20 }),
  annualTaxUntil: orNull(Day),
  stnkUntil: orNull(Day).openapi({ description: "Five-yearly renewal of the STNK." }),
  bpkb: orNull(z.enum(BPKB_STATES)),
  vin: orNull(vin).openapi({ type: ["string", "null"], maxLength: 30 }),
  ownerNumber: z.int().min(1).max(30).nullable(),
  floodFree: z.boolean().nullable(),
  crashFree: z.boolean().nullable(),
  features: z.array(text(80)).max(60),
  conditionNotes: optionalText(5_000),
  description: optionalText(10_000),
  location: optionalText(120),
  status: z.enum(STATUSES),
  photos,
};

const { brand, model, year: yearField, ...others } = carFields;

/** Everything of a new car, or of one that is replaced; what is absent is unknown. */
export const NewCar = z
  .strictObject({ brand, model, year: yearField, ...z.object(others).partial().shape })
  .openapi("NewCar");
export type NewCar = z.infer<typeof NewCar>;

export const Version = z.int().min(1).max(2_147_483_647);

/** Some fields of a car. The version may come here or in If-Match. */
export const CarChange = z
  .strictObject({ ...z.object(carFields).partial().shape, version: Version.optional() })
  .openapi("CarChange");
export type CarChange = z.infer<typeof CarChange>;

export const CarReplacement = z
  .strictObject({ ...NewCar.shape, version: Version.optional() })
  .openapi("CarReplacement");
