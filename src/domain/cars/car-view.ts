import { pictureView } from "../photos/picture-view.ts";
import { plateOf } from "../photos/plate.ts";
import { parsePlate } from "./plate.ts";
import { formatRupiah } from "./price-format.ts";
import { type ScheduleRow, scheduleView } from "./publishing/schedule-view.ts";
import type { Car, CarCard, ComparedCar } from "./schemas.ts";

type Instant = Date | string;
type Amount = bigint | number;

/** What a listing's card is made from, as Prisma or a JSON answer of PostgreSQL hands it over. */
export interface CardRow {
  slug: string;
  displayCode: string;
  brand: string;
  model: string;
  variant: string | null;
  year: number;
  status: string;
  priceIdr: Amount | null;
  creditPriceIdr: Amount | null;
  transmission: string | null;
  fuel: string | null;
  bodyType: string | null;
  color: string | null;
  mileageKm: number | null;
  engineCc: number | null;
  plate: string | null;
  location: string | null;
  listedAt: Instant;
}

interface PhotoRow {
  id: string;
  url: string;
  caption: string | null;
  isPrimary: boolean;
  picture: Parameters<typeof pictureView>[0] | null;
}

export interface DetailRow extends CardRow {
  annualTaxUntil: Date | null;
  stnkUntil: Date | null;
  bpkb: string | null;
  ownerNumber: number | null;
  floodFree: boolean | null;
  crashFree: boolean | null;
  features: string[];
  conditionNotes: string | null;
  description: string | null;
  photos: PhotoRow[];
}

export interface StockRow extends CardRow {
  id: string;
  costIdr: Amount | null;
  vin: string | null;
  version: number;
  soldAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
}

const toNumber = (amount: Amount | null) => (amount === null ? null : Number(amount));
const toInstant = (instant: Instant) => new Date(instant).toISOString();
const toDay = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;

export const carTitle = (car: Pick<CardRow, "brand" | "model" | "variant" | "year">): string =>
  [car.year, car.brand, car.model, car.variant].filter(Boolean).join(" ");

/** The fields that every view shares. The database checks the closed lists against the same words. */
function commonView(row: CardRow, hidePrice: boolean): Omit<CarCard, "photo"> {
  const plate = row.plate ? parsePlate(row.plate) : null;
  const price = hidePrice ? null : toNumber(row.priceIdr);
  const creditPrice = hidePrice ? null : toNumber(row.creditPriceIdr);
  return {
    slug: row.slug,
    displayCode: row.displayCode,
    title: carTitle(row),
    brand: row.brand,
    model: row.model,
    variant: row.variant,
    year: row.year,
    status: row.status as CarCard["status"],
    price,
    priceFormatted: price === null ? null : formatRupiah(price),
    creditPrice,
    creditPriceFormatted: creditPrice === null ? null : formatRupiah(creditPrice),
    transmission: row.transmission as CarCard["transmission"],
    fuel: row.fuel as CarCard["fuel"],
    bodyType: row.bodyType as CarCard["bodyType"],
    color: row.color,
    mileage: row.mileageKm,
    engineCc: row.engineCc,
    plateArea: plate?.area ?? null,
    plateParity: plate?.parity ?? null,
    location: row.location,
    listedAt: toInstant(row.listedAt),
  };
}

const photoView = ({ url, caption, isPrimary, picture }: PhotoRow) => ({
  ...{ url, caption, primary: isPrimary },
  ...(picture && { picture: pictureView(picture) }),
});

function detailView(row: DetailRow) {
  return {
    annualTaxUntil: toDay(row.annualTaxUntil),
    stnkUntil: toDay(row.stnkUntil),
    bpkb: row.bpkb as Car["bpkb"],
    ownerNumber: row.ownerNumber,
    floodFree: row.floodFree,
    crashFree: row.crashFree,
    features: row.features,
    conditionNotes: row.conditionNotes,
    description: row.description,
    photos: row.photos.map(photoView),
  };
}

function stockView(row: StockRow, seesCost: boolean) {
  return {
    id: row.id,
    ...(seesCost && { cost: toNumber(row.costIdr) }),
    plate: row.plate,
    vin: row.vin,
    version: row.version,
    soldAt: row.soldAt && toInstant(row.soldAt),
    createdAt: toInstant(row.createdAt),
    updatedAt: toInstant(row.updatedAt),
  };
}

/** A listing in a public list: a sold car keeps its price to itself. */
export const publicCard = (row: CardRow & { photo: string | null }): CarCard => ({
  ...commonView(row, row.status === "sold"),
  photo: row.photo,
});

/** All that everybody may know of a car. */
export const publicCar = (row: DetailRow): ComparedCar => ({
  ...commonView(row, row.status === "sold"),
  ...detailView(row),
});

/** A car in the staff's list. */
export const stockItem = (row: StockRow & { photo: string | null }, seesCost: boolean) => ({
  ...commonView(row, false),
  ...stockView(row, seesCost),
  photo: row.photo,
});

/** A car as staff edit it. */
export const stockCar = (
  row: StockRow & DetailRow & { schedule: ScheduleRow | null },
  seesCost: boolean,
): Car => ({
  ...commonView(row, false),
  ...detailView(row),
  ...stockView(row, seesCost),
  schedule: row.schedule && scheduleView(row.schedule),
  photos: row.photos.map((photo) => ({
    ...{ id: photo.id, ...photoView(photo), plate: photo.picture && plateOf(photo.picture) },
  })),
});
