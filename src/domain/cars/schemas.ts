import { z } from "@hono/zod-openapi";
import { PlateShares } from "../photos/plate.ts";
import { Picture } from "../photos/schemas.ts";
import { Version } from "./car-input.ts";
import { CarSchedule } from "./publishing/schemas.ts";
import { BODY_TYPES, BPKB_STATES, FUELS, STATUSES, TRANSMISSIONS } from "./vocabulary.ts";

const photoFields = {
  url: z.string(),
  caption: z.string().nullable(),
  primary: z.boolean(),
  picture: Picture.optional().openapi({ description: "Of one that staff uploaded." }),
};
const Photo = z.object(photoFields).openapi("Photo");
const StockPhoto = z
  .object({
    ...{ id: z.uuid(), ...photoFields },
    plate: PlateShares.nullable().openapi({ description: "What of it is covered." }),
  })
  .openapi("StockPhoto");

const publicFields = {
  slug: z.string(),
  displayCode: z.string(),
  title: z.string().openapi({ example: "2019 Toyota Avanza 1.3 G" }),
  brand: z.string(),
  model: z.string(),
  variant: z.string().nullable(),
  year: z.int(),
  status: z.enum(STATUSES),
  price: z.int().nullable().openapi({ description: "Whole rupiah; null for a sold car." }),
  priceFormatted: z.string().nullable().openapi({ example: "Rp 185.000.000" }),
  creditPrice: z.int().nullable(),
  creditPriceFormatted: z.string().nullable(),
  transmission: z.enum(TRANSMISSIONS).nullable(),
  fuel: z.enum(FUELS).nullable(),
  bodyType: z.enum(BODY_TYPES).nullable(),
  color: z.string().nullable(),
  mileage: z.int().nullable().openapi({ description: "Kilometres; null when unknown." }),
  engineCc: z.int().nullable(),
  plateArea: z.string().nullable().openapi({ example: "B" }),
  plateParity: z.enum(["odd", "even"]).nullable(),
  location: z.string().nullable(),
  listedAt: z.iso.datetime(),
};

export const CarCard = z
  .object({
    ...publicFields,
    photo: z.string().nullable().openapi({ description: "The primary." }),
  })
  .openapi("CarCard");
export type CarCard = z.infer<typeof CarCard>;

const detailFields = {
  annualTaxUntil: z.iso.date().nullable(),
  stnkUntil: z.iso.date().nullable(),
  bpkb: z.enum(BPKB_STATES).nullable(),
  ownerNumber: z.int().nullable(),
  floodFree: z.boolean().nullable(),
  crashFree: z.boolean().nullable(),
  features: z.array(z.string()),
  conditionNotes: z.string().nullable(),
  description: z.string().nullable(),
  photos: z.array(Photo),
};

export const PublicCar = z
  .object({ ...publicFields, ...detailFields, similar: z.array(CarCard).max(6) })
  .openapi("PublicCar");
export type PublicCar = z.infer<typeof PublicCar>;

export const ComparedCar = z.object({ ...publicFields, ...detailFields }).openapi("ComparedCar");
export type ComparedCar = z.infer<typeof ComparedCar>;

export const SoldCar = z
  .object({ ...CarCard.shape, soldAt: z.iso.datetime() })
  .openapi("SoldCar", { description: "Its prices are always null." });
export type SoldCar = z.infer<typeof SoldCar>;

const stockFields = {
  id: z.uuid(),
  cost: z.int().nullable().optional().openapi({ description: "Absent without cars:cost." }),
  plate: z.string().nullable(),
  vin: z.string().nullable(),
  version: Version,
  soldAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export const StockItem = z
  .object({ ...CarCard.shape, ...stockFields })
  .openapi("StockItem", { description: "A car in the staff's list." });

export const Car = z
  .object({
    ...{ ...publicFields, ...detailFields, ...stockFields, photos: z.array(StockPhoto) },
    schedule: CarSchedule.nullable(),
  })
  .openapi("Car");
export type Car = z.infer<typeof Car>;

export const Warning = z
  .object({ path: z.string(), message: z.string() })
  .openapi("Warning", { description: "Odd, but accepted." });
export type Warning = z.infer<typeof Warning>;
