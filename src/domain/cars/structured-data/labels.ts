import type { CarCard } from "../schemas.ts";

type Words<Field extends "transmission" | "fuel" | "bodyType"> = Partial<
  Record<NonNullable<CarCard[Field]>, string>
>;

/** In English, as search engines read them; what is "other" goes without a word. */
export const SCHEMA_WORDS: {
  transmission: Words<"transmission">;
  fuel: Words<"fuel">;
  bodyType: Words<"bodyType">;
} = {
  transmission: {
    manual: "Manual",
    automatic: "Automatic",
    semi_automatic: "Semi-automatic",
    cvt: "CVT",
    dct: "Dual-clutch",
  },
  fuel: {
    petrol: "Gasoline",
    diesel: "Diesel",
    hybrid: "Hybrid",
    plugin_hybrid: "Plug-in hybrid",
    electric: "Electric",
    lpg: "LPG",
  },
  bodyType: {
    hatchback: "Hatchback",
    sedan: "Sedan",
    suv: "SUV",
    mpv: "MPV",
    pickup: "Pickup",
    coupe: "Coupe",
    convertible: "Convertible",
    wagon: "Station wagon",
    van: "Van",
    truck: "Truck",
  },
};

/** In Indonesian, as buyers read them. */
export const BUYERS_WORDS: { transmission: Words<"transmission">; fuel: Words<"fuel"> } = {
  transmission: {
    manual: "Manual",
    automatic: "Otomatis",
    semi_automatic: "Semi otomatis",
    cvt: "CVT",
    dct: "DCT",
  },
  fuel: {
    petrol: "Bensin",
    diesel: "Diesel",
    hybrid: "Hybrid",
    plugin_hybrid: "Plug-in hybrid",
    electric: "Listrik",
    lpg: "LPG",
  },
};
