/** The closed lists of a listing; the database checks the same words. */
export const STATUSES = ["draft", "available", "booking", "sold"] as const;
export const TRANSMISSIONS = [
  "manual",
  "automatic",
  "semi_automatic",
  "cvt",
  "dct",
  "other",
] as const;
export const FUELS = [
  "petrol",
  "diesel",
  "hybrid",
  "plugin_hybrid",
  "electric",
  "lpg",
  "other",
] as const;
export const BODY_TYPES = [
  "hatchback",
  "sedan",
  "suv",
  "mpv",
  "pickup",
  "coupe",
  "convertible",
  "wagon",
  "van",
  "truck",
  "other",
] as const;
export const BPKB_STATES = ["available", "in_process", "held_by_lender", "missing"] as const;

export type CarStatus = (typeof STATUSES)[number];

/** Statuses that the public site lists. */
export const PUBLISHED = ["available", "booking"] as const satisfies readonly CarStatus[];

export const EARLIEST_YEAR = 1900;
/** Next year's models are sold this year. */
export const latestYear = (now = new Date()): number => now.getUTCFullYear() + 1;

/** Rupiah; a bound against slips of the hand, far above any car. */
export const HIGHEST_PRICE_IDR = 1_000_000_000_000;
/** Kilometres. */
export const HIGHEST_MILEAGE_KM = 2_000_000;
/** Cubic centimetres. */
export const HIGHEST_ENGINE_CC = 30_000;
