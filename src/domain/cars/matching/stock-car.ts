import type { CarStatus } from "../vocabulary.ts";

/** A car of a dealership, by what customers call it. */
export interface StockCar {
  id: string;
  displayCode: string;
  /** The present one and former ones. */
  slugs: string[];
  brand: string;
  model: string;
  variant: string | null;
  year: number;
  /** Whole rupiah. */
  priceIdr: number | null;
  color: string | null;
  transmission: string | null;
  status: CarStatus;
}

/** By what a car was recognised, the surest first. */
export const CAR_EVIDENCE = ["link", "display_code", "car_card", "enquiry", "words"] as const;
export type CarEvidence = (typeof CAR_EVIDENCE)[number];

/** Said by the staff, which no words of the customer overrule. */
export const BY_STAFF = "staff";

export interface CarMatch {
  carId: string;
  /** From 0 to 1: how sure it is that this car is meant. */
  confidence: number;
  evidence: CarEvidence;
}
