/** Days in stock. */
export const AGEING_BANDS = ["0-30", "31-60", "61-90", "91-120", "over-120"] as const;
export type AgeingBand = (typeof AGEING_BANDS)[number];

/** The first day of each band but the first. */
export const BAND_STARTS = [31, 61, 91, 121];

export const bandOf = (days: number): AgeingBand =>
  AGEING_BANDS[BAND_STARTS.filter((start) => days >= start).length] ?? "over-120";
