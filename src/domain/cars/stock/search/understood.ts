/** What a search was taken to ask for, told to whoever asked. */
export interface Understood {
  brand?: string[];
  model?: string[];
  yearMin?: number;
  yearMax?: number;
  /** Whole rupiah. */
  priceMin?: number;
  priceMax?: number;
  /** Kilometres. */
  mileageMax?: number;
  transmission?: string[];
  fuel?: string[];
  bodyType?: string[];
  color?: string[];
  /** Words of variants, places and codes, and words that nothing is known of. */
  words?: string[];
  corrected?: { from: string; to: string }[];
  /** By what the best are put first, where that was asked. */
  order?: Preference;
}

/** Cheapest, least driven or newest model year first. */
export type Preference = "price" | "mileage" | "year";

/** Bounds on a number, both within. */
export interface Range {
  min?: number;
  max?: number;
}
