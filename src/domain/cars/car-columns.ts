import type { TenantScope } from "../../db/index.ts";
import { forbidden } from "../errors.ts";
import { allows } from "../staff/permissions.ts";
import type { CarChange } from "./car-input.ts";

const toDate = (day: string | null | undefined) => (day ? new Date(`${day}T00:00:00Z`) : day);
const toAmount = (amount: number | null | undefined) =>
  typeof amount === "number" ? BigInt(amount) : amount;

/** The plain columns of a car that an input sets; undefined leaves a column as it is. */
export const carColumns = (input: CarChange) => ({
  brand: input.brand,
  model: input.model,
  variant: input.variant,
  year: input.year,
  priceIdr: toAmount(input.price),
  creditPriceIdr: toAmount(input.creditPrice),
  costIdr: toAmount(input.cost),
  transmission: input.transmission,
  fuel: input.fuel,
  bodyType: input.bodyType,
  color: input.color,
  mileageKm: input.mileage,
  engineCc: input.engineCc,
  plate: input.plate,
  annualTaxUntil: toDate(input.annualTaxUntil),
  stnkUntil: toDate(input.stnkUntil),
  bpkb: input.bpkb,
  vin: input.vin,
  ownerNumber: input.ownerNumber,
  floodFree: input.floodFree,
  crashFree: input.crashFree,
  features: input.features,
  conditionNotes: input.conditionNotes,
  description: input.description,
  location: input.location,
});

/** Whether the actor may read costs. */
export const seesCost = ({ actor }: TenantScope): boolean => allows(actor, "cars:cost");

/** @throws DomainError forbidden when the input sets a cost and the actor may not see costs. */
export function assertMaySetCost(scope: TenantScope, input: CarChange): void {
  if (input.cost !== undefined && !seesCost(scope)) {
    throw forbidden("Your role may not see or set a car's cost.");
  }
}
